<%@ page contentType="text/html; charset=UTF-8" import="java.math.BigDecimal, java.util.UUID" %>
<%!
    public static final class Order {
        private final String id = UUID.randomUUID().toString();
        private final BigDecimal totalPrice;

        Order(int quantity) {
            totalPrice = new BigDecimal("32.00").multiply(BigDecimal.valueOf(quantity));
        }

        public String getId() {
            return id;
        }

        public BigDecimal getTotalPrice() {
            return totalPrice;
        }
    }
%>
<% request.setAttribute("order", new Order(Integer.parseInt(request.getParameter("quantity")))); %>
<!DOCTYPE html>
<title>Thank you</title>
<h1>Thank you</h1>
<p>Order <strong id="order-id">${order.id}</strong>: $<span id="total">${order.totalPrice}</span></p>
