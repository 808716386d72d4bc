<%@ page import="java.security.SecureRandom, java.time.ZoneId, java.time.ZonedDateTime, java.time.format.DateTimeFormatter" %>
<%@ include file="cart.jspf" %>
<%!
    // No 0 and O, no 1 and I: customers read the number to us on the telephone.
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final DateTimeFormatter TO_THE_SECOND = DateTimeFormatter.ofPattern("yyMMdd-HHmmss", Locale.ROOT);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Time and chance keep it unique across restarts and servers. */
    private static String newOrderId() {
        StringBuilder id = new StringBuilder("SP-")
            .append(TO_THE_SECOND.format(ZonedDateTime.now(ZoneId.of("America/Los_Angeles")))).append('-');
        RANDOM.ints(5, 0, LETTERS.length()).forEach(i -> id.append(LETTERS.charAt(i)));
        return id.toString();
    }

    /** Field → what is wrong with it. */
    private static Map<String, String> problems(HttpServletRequest request) {
        Map<String, String> problems = new HashMap<>();
        check(problems, request, "name", ".{1,100}", "Please tell us your name.");
        check(problems, request, "street", ".{1,100}", "Please give street and number.");
        check(problems, request, "city", ".{1,100}", "Please give a city.");
        check(problems, request, "state", "[A-Za-z]{2}", "Two letters, please.");
        check(problems, request, "zip", "\\d{5}(-\\d{4})?", "Five digits, please.");
        return problems;
    }

    private static void check(Map<String, String> problems, HttpServletRequest request, String field, String pattern, String complaint) {
        String value = request.getParameter(field);
        if (value == null || !value.strip().matches(pattern)) {
            problems.put(field, complaint);
        }
    }

    /**
     * Makes an order of the cart: the session's attribute `orders`, order id → lines, so that the confirmation page can be
     * loaded again. Name and address are not in it: they are checked and forgotten.
     */
    private static String order(List<Map<String, Object>> lines, HttpSession session) {
        String id = newOrderId();
        Map<String, Object> orders = (Map<String, Object>) session.getAttribute("orders");
        Map<String, Object> more = orders == null ? new HashMap<>() : new HashMap<>(orders);
        more.put(id, lines);
        session.setAttribute("orders", more);
        session.setAttribute("lastOrderId", id);
        session.removeAttribute("cart");
        return id;
    }
%>
<%
    List<Map<String, Object>> lines = lines(application, session);
    if (lines.isEmpty()) {
        response.sendRedirect(request.getContextPath() + "/cart");
        return;
    }
    if (request.getMethod().equals("POST")) {
        Map<String, String> problems = problems(request);
        if (problems.isEmpty()) {
            response.sendRedirect(request.getContextPath() + "/thank-you?order=" + order(lines, session));
            return;
        }
        request.setAttribute("problems", problems);
    }
    request.setAttribute("lines", lines);
    request.setAttribute("total", total(lines));
%>
<shop:page title="Checkout" step="shop" hint="Fill in anything and place the order.">
  <h1>Checkout</h1>
  <div class="checkout">
    <form id="checkout" method="post" action="${base}/checkout">
      <h2>Where shall we send it?</h2>
      <c:if test="${not empty problems}"><p class="problem" role="alert">We cannot send it like this. Please look at the fields below.</p></c:if>
      <shop:field name="name" label="Name" autocomplete="name" maxlength="100"/>
      <shop:field name="street" label="Street and number" autocomplete="address-line1" maxlength="100"/>
      <div class="row">
        <shop:field name="city" label="City" autocomplete="address-level2" maxlength="100"/>
        <shop:field name="state" label="State" autocomplete="address-level1" maxlength="2" pattern="[A-Za-z]{2}" placeholder="OR"/>
        <shop:field name="zip" label="ZIP" autocomplete="postal-code" maxlength="10" pattern="[0-9]{5}(-[0-9]{4})?" placeholder="97103"/>
      </div>
      <p class="note">Pay by the invoice in the parcel. What you type here is checked and forgotten: this is an example.</p>
      <button type="submit" id="place-order">Place the order, <shop:price value="${total}"/></button>
    </form>
    <section class="summary" aria-labelledby="summary">
      <h2 id="summary">Your order</h2>
      <shop:order-lines lines="${lines}" total="${total}"/>
    </section>
  </div>
</shop:page>
