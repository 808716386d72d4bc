<%@ tag trimDirectiveWhitespaces="true" body-content="empty" description="The name that an id stands for" %>
<%@ attribute name="id" required="true" type="java.lang.Long" %>
<%@ attribute name="names" required="true" type="java.util.Map" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<c:choose>
  <c:when test="${empty id}">not named</c:when>
  <c:when test="${empty names[id]}">unknown, id ${id}</c:when>
  <c:otherwise><c:out value="${names[id]}"/></c:otherwise>
</c:choose>
