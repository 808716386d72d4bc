<%@ page contentType="text/html; charset=UTF-8" %>
<!DOCTYPE html>
<title>Thank you</title>
<h1>Thank you, ${order.customer}</h1>
<p>Order <strong id="order-id">${order.id}</strong>: $<span id="total">${order.totalPrice}</span></p>
