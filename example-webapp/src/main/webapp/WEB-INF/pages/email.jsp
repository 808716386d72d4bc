<%-- Two messages as their receivers see them. The links carry who clicked which link of which message: roi_data. --%>
<shop:page title="Sample email" step="email" hint="Click a link in one of the emails. It brings you to the shop.">
  <div class="mailbox">
    <h1>Two emails that Saltmarsh Pottery sent</h1>
    <c:forEach var="message" items="${mailing.messages}">
      <article class="message">
        <header>
          <h2><c:out value="${message.subject}"/></h2>
          <dl>
            <dt>From</dt><dd>Saltmarsh Pottery &lt;hello@saltmarsh.example&gt;</dd>
            <dt>To</dt><dd><c:out value="${message.contact} <${message.address}>"/></dd>
            <dt>Sent</dt><dd><c:out value="${message.sentAt}"/></dd>
          </dl>
        </header>
        <div class="letter">
          <p class="letterhead"><img src="${base}/images/mark.svg" alt="" width="28" height="28"> Saltmarsh Pottery</p>
          <p>Dear ${fn:escapeXml(fn:substringBefore(message.contact, ' '))},</p>
          <p><c:out value="${message.text}"/></p>
          <ul class="offers">
            <c:forEach var="link" items="${message.links}">
              <c:set var="product" value="${catalogue[link.product]}"/>
              <c:url var="href" value="/product">
                <c:param name="id" value="${link.product}"/>
                <c:param name="roi_data" value="${roiDataMint.roiData(mailing.clickHost, link.trackedId, mailing.account, message.messageContactId)}"/>
              </c:url>
              <li>
                <img src="${base}/images/${link.product}.svg" alt="" width="320" height="240">
                <p><strong><c:out value="${product.name}"/></strong> <shop:price value="${product.price}"/></p>
                <p><a class="button tracked" data-link="${link.trackedId}" href="<c:out value='${href}'/>"><c:out value="${link.label}"/></a></p>
              </li>
            </c:forEach>
          </ul>
          <p class="sign-off">From the wheel,<br>June &amp; Aksel</p>
        </div>
        <footer>Message “<c:out value="${message.name}"/>”. Each link carries a <code>roi_data</code> that says which message, link and contact it was.</footer>
      </article>
    </c:forEach>
  </div>
</shop:page>
