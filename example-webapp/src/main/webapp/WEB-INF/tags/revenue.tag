<%@ tag trimDirectiveWhitespaces="true" body-content="empty" description="Revenue by whatever the ids name" %>
<%@ attribute name="by" required="true" description="What the table is by: message, link or contact" %>
<%@ attribute name="groups" required="true" type="java.util.List" %>
<%@ attribute name="names" required="true" type="java.util.Map" description="Id → name" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="shop" tagdir="/WEB-INF/tags" %>
<section>
  <h2 id="by-${by}-title">By ${by}</h2>
  <table id="by-${by}" aria-labelledby="by-${by}-title">
    <thead><tr><th scope="col">Name</th><th scope="col" class="number">Orders</th><th scope="col" class="number">Revenue</th></tr></thead>
    <tbody>
    <c:forEach var="group" items="${groups}">
      <tr>
        <td><shop:credited id="${group.id}" names="${names}"/></td>
        <td class="number">${group.count}</td>
        <td class="number"><shop:price value="${group.revenue}"/></td>
      </tr>
    </c:forEach>
    </tbody>
  </table>
</section>
