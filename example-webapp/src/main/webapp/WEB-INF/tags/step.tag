<%@ tag trimDirectiveWhitespaces="true" body-content="empty" description="One step of the way of an order" %>
<%@ attribute name="number" required="true" %>
<%@ attribute name="name" required="true" %>
<%@ attribute name="href" required="true" description="Empty if there is nothing to go to yet" %>
<%@ attribute name="current" required="true" type="java.lang.Boolean" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<c:set var="label"><span class="number">${number}</span> <span>${name}</span></c:set>
<li>
<c:choose>
  <c:when test="${empty href}"><span class="step"${current ? ' aria-current="step"' : ''}>${label}</span></c:when>
  <c:otherwise><a class="step" href="<c:out value='${href}'/>"${current ? ' aria-current="step"' : ''}>${label}</a></c:otherwise>
</c:choose>
</li>
