<shop:page title="Stoneware for every day" step="shop" hint="Put something into the cart and check out.">
  <section class="hero">
    <h1>Stoneware for every day</h1>
    <p>Thrown, glazed and fired in Astoria, Oregon, in batches of forty. When they are gone, we make more.</p>
  </section>
  <ul class="products">
    <c:forEach var="product" items="${catalogue.values()}">
      <li class="card">
        <a href="${base}/product?id=${product.id}">
          <img src="${base}/images/${product.id}.svg" alt="" width="320" height="240">
          <h2><c:out value="${product.name}"/></h2>
        </a>
        <p><c:out value="${product.summary}"/></p>
        <div class="buy"><span class="price"><shop:price value="${product.price}"/></span> <shop:add-to-cart product="${product}"/></div>
      </li>
    </c:forEach>
  </ul>
</shop:page>
