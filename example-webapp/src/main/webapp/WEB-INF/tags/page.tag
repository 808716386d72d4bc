<%@ tag trimDirectiveWhitespaces="true" pageEncoding="UTF-8" description="The frame of every page" %>
<%@ attribute name="title" required="true" %>
<%@ attribute name="step" required="true" description="email, shop, thank-you or orders: where on the way the page is" %>
<%@ attribute name="hint" required="true" description="What a newcomer does next" %>
<%@ attribute name="head" fragment="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="shop" tagdir="/WEB-INF/tags" %>
<c:set var="base" value="${pageContext.servletContext.contextPath}"/>
<c:set var="inShop" value="${step == 'shop' || step == 'thank-you'}"/>
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title><c:out value="${title}"/> – ${inShop ? 'Saltmarsh Pottery' : 'roi-filter example'}</title>
  <link rel="icon" type="image/svg+xml" href="${base}/images/mark.svg">
  <link rel="stylesheet" href="${base}/shop.css">
  <jsp:invoke fragment="head"/>
</head>
<body class="${inShop ? 'in-shop' : 'backstage'}">
<a class="skip" href="#content">Skip to the content</a>
<nav class="guide" aria-label="The way of an order">
  <ol>
    <shop:step number="1" name="Email" href="${base}/email" current="${step == 'email'}"/>
    <shop:step number="2" name="Shop" href="${base}/" current="${step == 'shop'}"/>
    <shop:step number="3" name="Thank you" current="${step == 'thank-you'}"
      href="${empty sessionScope.lastOrderId ? '' : base.concat('/thank-you?order=').concat(sessionScope.lastOrderId)}"/>
    <shop:step number="4" name="Orders received" href="${base}/orders-received" current="${step == 'orders'}"/>
  </ol>
  <p><c:out value="${hint}"/></p>
</nav>
<c:if test="${inShop}">
  <c:set var="inCart" value="${0}"/>
  <c:forEach var="entry" items="${sessionScope.cart}"><c:set var="inCart" value="${inCart + entry.value}"/></c:forEach>
  <header class="shop-header">
    <a class="brand" href="${base}/"><img src="${base}/images/mark.svg" alt="" width="40" height="40"> Saltmarsh Pottery</a>
    <a class="cart-link" href="${base}/cart">Cart <span class="count" id="cart-count">${inCart}</span></a>
  </header>
</c:if>
<main id="content">
<jsp:doBody/>
</main>
<c:if test="${inShop}">
  <footer class="shop-footer">
    <p>Stoneware from a small kiln on the Oregon coast. Shipping within the United States is included.</p>
    <p>An example shop: nothing here is for sale.</p>
  </footer>
</c:if>
</body>
</html>
