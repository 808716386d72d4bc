<%@ tag trimDirectiveWhitespaces="true" body-content="empty" description="The form that puts a product into the cart" %>
<%@ attribute name="product" required="true" type="java.util.Map" %>
<%@ attribute name="withQuantity" type="java.lang.Boolean" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<form class="add-to-cart" method="post" action="${pageContext.servletContext.contextPath}/cart">
  <input type="hidden" name="action" value="add">
  <input type="hidden" name="product" value="${product.id}">
  <c:choose>
    <c:when test="${withQuantity}">
      <label>Quantity <input type="number" name="quantity" value="1" min="1" max="9" required></label>
      <button type="submit">Add to cart</button>
    </c:when>
    <c:otherwise>
      <input type="hidden" name="quantity" value="1">
      <button type="submit" class="quiet" aria-label="Add ${product.name} to cart">Add to cart</button>
    </c:otherwise>
  </c:choose>
</form>
