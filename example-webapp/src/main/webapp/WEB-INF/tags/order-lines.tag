<%@ tag trimDirectiveWhitespaces="true" body-content="empty" description="What is in an order, with its total" %>
<%@ attribute name="lines" required="true" type="java.util.List" %>
<%@ attribute name="total" required="true" type="java.math.BigDecimal" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="shop" tagdir="/WEB-INF/tags" %>
<table class="order-lines">
  <thead><tr><th scope="col">Product</th><th scope="col" class="number">Quantity</th><th scope="col" class="number">Price</th></tr></thead>
  <tbody>
  <c:forEach var="line" items="${lines}">
    <tr>
      <td><c:out value="${line.product.name}"/></td>
      <td class="number">${line.quantity}</td>
      <td class="number"><shop:price value="${line.price}"/></td>
    </tr>
  </c:forEach>
  </tbody>
  <tfoot><tr><th scope="row" colspan="2">Total</th><td class="number"><shop:price value="${total}"/></td></tr></tfoot>
</table>
