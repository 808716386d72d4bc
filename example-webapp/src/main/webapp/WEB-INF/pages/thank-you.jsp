<%--
    The confirmation page. As most do, it states its order for others: in a purchase event of Google Analytics 4, for a tag
    manager that this shop has none of, so that nothing is loaded, and as schema.org has it, for search engines and programs
    of mail. That is where roi-filter finds it.
--%>
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

        /** As Google Analytics wants them. */
        public String getItems() {
            StringJoiner items = new StringJoiner(", ", "[", "]");
            for (Map<String, Object> line : lines) {
                Map<String, Object> product = (Map<String, Object>) line.get("product");
                items.add("{item_id: " + quoted(product.get("id")) + ", item_name: " + quoted(product.get("name"))
                        + ", price: " + product.get("price") + ", quantity: " + line.get("quantity") + "}");
            }
            return items.toString();
        }
    }

    /** For scripts, of which no text can be the end. */
    private static String quoted(Object text) {
        StringBuilder quoted = new StringBuilder("\"");
        String.valueOf(text).chars().forEach(c -> quoted.append(
                c < ' ' || c > '~' || "\"\\<>&'".indexOf(c) >= 0 ? String.format("\\u%04x", c) : "" + (char) c));
        return quoted.append('"').toString();
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
    request.setAttribute("orderId", quoted(id));
%>
<shop:page title="Thank you" step="thank-you" hint="If you came by an email, the order is on its way to the receiver.">
  <section class="thanks">
    <h1>Thank you!</h1>
    <p>We have your order <strong id="order-id"><c:out value="${order.id}"/></strong> and start wrapping it in a great deal of paper.</p>
    <shop:order-lines lines="${order.lines}" total="${order.totalPrice}"/>
    <p class="actions"><a class="button" href="${base}/orders-received">See it arrive</a> <a class="button quiet" href="${base}/">Back to the shop</a></p>
  </section>
  <script>
    window.dataLayer = window.dataLayer || [];
    function gtag() { dataLayer.push(arguments); }
    gtag('event', 'purchase', {
      transaction_id: ${orderId},
      value: ${order.totalPrice},
      currency: 'USD',
      items: ${order.items}
    });
  </script>
  <script type="application/ld+json">
    {
      "@context": "https://schema.org",
      "@type": "Order",
      "orderNumber": ${orderId},
      "price": "${order.totalPrice}",
      "priceCurrency": "USD",
      "orderStatus": "https://schema.org/OrderProcessing",
      "seller": {"@type": "Organization", "name": "Saltmarsh Pottery"}
    }
  </script>
</shop:page>
