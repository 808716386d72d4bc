<%@ tag trimDirectiveWhitespaces="true" body-content="empty" description="An amount in US dollars, as in $1,299.50" %>
<%@ attribute name="value" required="true" type="java.math.BigDecimal" %>
<%@ taglib prefix="fmt" uri="jakarta.tags.fmt" %>
<fmt:formatNumber value="${value}" type="currency" currencyCode="USD"/>
