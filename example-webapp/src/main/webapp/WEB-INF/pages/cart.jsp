<%@ include file="cart.jspf" %>
<%!
    private static final int MOST = 9;

    /** Add, update and remove; what makes no sense is ignored. */
    private static void change(HttpServletRequest request, ServletContext application) {
        String id = request.getParameter("product");
        String action = request.getParameter("action");
        if (id == null || action == null || !catalogue(application).containsKey(id)) {
            return;
        }
        HttpSession session = request.getSession();
        Map<String, Integer> cart = new LinkedHashMap<>(cart(session));
        int quantity = quantity(request.getParameter("quantity"));
        if (action.equals("remove")) {
            cart.remove(id);
        } else if (action.equals("update") && quantity > 0) {
            cart.replace(id, quantity);
        } else if (action.equals("add") && quantity > 0) {
            cart.merge(id, quantity, (had, more) -> Math.min(MOST, had + more));
        }
        session.setAttribute("cart", Collections.unmodifiableMap(cart));
    }

    /** 0 if it is none. */
    private static int quantity(String text) {
        return text != null && text.matches("[1-9]") ? Integer.parseInt(text) : 0;
    }
%>
<%
    if (request.getMethod().equals("POST")) {
        change(request, application);
        response.sendRedirect(request.getContextPath() + "/cart");
        return;
    }
    List<Map<String, Object>> lines = lines(application, session);
    request.setAttribute("lines", lines);
    request.setAttribute("total", total(lines));
%>
<shop:page title="Your cart" step="shop" hint="${empty lines ? 'Put something into the cart first.' : 'Check out when you are ready.'}">
  <h1>Your cart</h1>
  <c:choose>
    <c:when test="${empty lines}">
      <div class="empty">
        <p>Nothing in it yet.</p>
        <p><a class="button" href="${base}/">Look around the shop</a></p>
      </div>
    </c:when>
    <c:otherwise>
      <ul class="cart">
        <c:forEach var="line" items="${lines}">
          <li>
            <a class="thumb" href="${base}/product?id=${line.product.id}"><img src="${base}/images/${line.product.id}.svg" alt="" width="120" height="90">
              <strong><c:out value="${line.product.name}"/></strong></a>
            <form method="post" action="${base}/cart">
              <input type="hidden" name="product" value="${line.product.id}">
              <label>Quantity <input type="number" name="quantity" value="${line.quantity}" min="1" max="9" required></label>
              <button class="quiet" name="action" value="update">Update</button>
              <button class="quiet" name="action" value="remove" formnovalidate aria-label="Remove ${line.product.name}">Remove</button>
            </form>
            <span class="price"><shop:price value="${line.price}"/></span>
          </li>
        </c:forEach>
      </ul>
      <div class="cart-total">
        <p>Total <strong id="cart-total"><shop:price value="${total}"/></strong></p>
        <p><a class="button" id="to-checkout" href="${base}/checkout">Check out</a></p>
      </div>
    </c:otherwise>
  </c:choose>
</shop:page>
