<%@ tag trimDirectiveWhitespaces="true" body-content="empty" description="A labelled text field with its complaint" %>
<%@ attribute name="name" required="true" %>
<%@ attribute name="label" required="true" %>
<%@ attribute name="autocomplete" required="true" %>
<%@ attribute name="maxlength" required="true" %>
<%@ attribute name="pattern" %>
<%@ attribute name="placeholder" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<c:set var="problem" value="${requestScope.problems[name]}"/>
<div class="field ${name}">
  <label for="${name}">${label}</label>
  <input id="${name}" name="${name}" value="<c:out value='${param[name]}'/>" autocomplete="${autocomplete}" maxlength="${maxlength}" required
    <c:if test="${not empty pattern}"> pattern="${pattern}"</c:if>
    <c:if test="${not empty placeholder}"> placeholder="${placeholder}"</c:if>
    <c:if test="${not empty problem}"> aria-invalid="true" aria-describedby="${name}-problem"</c:if>>
  <c:if test="${not empty problem}"><p class="problem" id="${name}-problem"><c:out value="${problem}"/></p></c:if>
</div>
