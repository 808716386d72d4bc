<%-- The confirmation page. Its bean `order` is what the expressions of RoiInsertFilter in web.xml speak of. --%>
<%@ include file="cart.jspf" %>
<%!
    public static final class Order {
        private final String id;
        private final List<Map<String, Object>> lines;

        Order(String id, List<Map<String, Object>> lines) {
            this.id = id;
            this.lines = lines;
        }

        public String getId() {
            return id;
        }

        public List<Map<String, Object>> getLines() {
            return lines;
        }

        public BigDecimal getTotalPrice() {
            return total(lines);
        }
    }
%>
<%
    Map<String, List<Map<String, Object>>> orders = (Map<String, List<Map<String, Object>>>) session.getAttribute("orders");
    String id = request.getParameter("order");
    if (orders == null || !orders.containsKey(id)) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
    }
    request.setAttribute("order", new Order(id, orders.get(id)));
%>
<shop:page title="Thank you" step="thank-you" hint="If you came by an email, the order is on its way to the receiver.">
  <section class="thanks">
    <h1>Thank you!</h1>
    <p>We have your order <strong id="order-id"><c:out value="${order.id}"/></strong> and start wrapping it in a great deal of paper.</p>
    <shop:order-lines lines="${order.lines}" total="${order.totalPrice}"/>
    <p class="actions"><a class="button" href="${base}/orders-received">See it arrive</a> <a class="button quiet" href="${base}/">Back to the shop</a></p>
  </section>
</shop:page>
