<%
    Object product = ((Map<?, ?>) application.getAttribute("catalogue")).get(request.getParameter("id"));
    if (product == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
    }
    request.setAttribute("product", product);
%>
<shop:page title="${product.name}" step="shop" hint="Put it into the cart and check out.">
  <p class="back"><a href="${base}/">All stoneware</a></p>
  <article class="product">
    <img src="${base}/images/${product.id}.svg" alt="Drawing of the ${fn:toLowerCase(product.name)}" width="320" height="240">
    <div>
      <h1><c:out value="${product.name}"/></h1>
      <p class="price"><shop:price value="${product.price}"/></p>
      <p><c:out value="${product.text}"/></p>
      <ul class="facts">
        <c:forEach var="fact" items="${product.facts}"><li><c:out value="${fact}"/></li></c:forEach>
      </ul>
      <shop:add-to-cart product="${product}" withQuantity="true"/>
    </div>
  </article>
</shop:page>
