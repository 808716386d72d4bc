<%@ page import="java.time.ZoneId, java.time.format.DateTimeFormatter" %>
<%-- What RoiApiServlet has received: it publishes `roiReceivedOrders` to the web application. --%>
<%!
    private static final DateTimeFormatter PACIFIC =
        DateTimeFormatter.ofPattern("MMM d, HH:mm:ss", Locale.US).withZone(ZoneId.of("America/Los_Angeles"));
%>
<% pageContext.setAttribute("pacific", PACIFIC); %>
<c:set var="received" value="${roiReceivedOrders}"/>
<c:set var="refreshing" value="${param.refresh != 'off'}"/>
<shop:page title="Orders received" step="orders" hint="The receiver’s view: every order, credited to the message, link and contact that led to it.">
  <jsp:attribute name="head"><c:if test="${refreshing}"><meta http-equiv="refresh" content="5"></c:if></jsp:attribute>
  <jsp:body>
    <div class="received">
      <div class="head">
        <h1>Orders received</h1>
        <p class="note">
          <c:choose>
            <c:when test="${refreshing}">Looks again every 5 seconds. <a href="${base}/orders-received?refresh=off">Stop</a></c:when>
            <c:otherwise><a href="${base}/orders-received">Look again every 5 seconds</a></c:otherwise>
          </c:choose>
        </p>
      </div>
      <c:choose>
        <c:when test="${empty received || !received.available}">
          <div class="empty"><p>The endpoint cannot read its store at present. The console says why.</p></div>
        </c:when>
        <c:when test="${received.count == 0}">
          <div class="empty" id="nothing-yet">
            <h2>Nothing has arrived yet</h2>
            <p>Click a link in the sample email, put something into the cart and place an order. It shows up here within a moment.</p>
            <p>An order placed without such a click is not reported, so it never shows up.</p>
            <p><a class="button" href="${base}/email">Open the sample email</a></p>
          </div>
        </c:when>
        <c:otherwise>
          <section class="sums" aria-label="Total">
            <dl class="totals">
              <div><dt>Orders</dt><dd id="orders-count">${received.count}</dd></div>
              <div><dt>Revenue</dt><dd id="orders-total"><shop:price value="${received.total}"/></dd></div>
            </dl>
          </section>
          <div class="by">
            <shop:revenue by="message" groups="${received.byMesContId}" names="${mailing.messageNames}"/>
            <shop:revenue by="link" groups="${received.byTrackedId}" names="${mailing.linkNames}"/>
            <shop:revenue by="contact" groups="${received.byMesContId}" names="${mailing.contactNames}"/>
          </div>
          <section class="latest">
            <h2 id="latest">Latest orders</h2>
            <table id="orders" aria-labelledby="latest">
              <thead>
                <tr><th scope="col">Order</th><th scope="col" class="number">Amount</th><th scope="col">Link</th><th scope="col">Message</th>
                  <th scope="col">Contact</th><th scope="col">Purchase date</th><th scope="col">Received (Pacific)</th></tr>
              </thead>
              <tbody>
              <c:forEach var="order" items="${received.orders}">
                <tr>
                  <td data-label="Order" class="id"><c:out value="${order.orderId}"/></td>
                  <td data-label="Amount" class="number"><shop:price value="${order.amount}"/></td>
                  <td data-label="Link"><shop:credited id="${order.trackedId}" names="${mailing.linkNames}"/></td>
                  <td data-label="Message"><shop:credited id="${order.mesContId}" names="${mailing.messageNames}"/></td>
                  <td data-label="Contact"><shop:credited id="${order.mesContId}" names="${mailing.contactNames}"/></td>
                  <td data-label="Purchase date">${order.purchaseDate}</td>
                  <td data-label="Received">${pacific.format(order.receivedAt)}</td>
                </tr>
              </c:forEach>
              </tbody>
            </table>
          </section>
        </c:otherwise>
      </c:choose>
    </div>
  </jsp:body>
</shop:page>
