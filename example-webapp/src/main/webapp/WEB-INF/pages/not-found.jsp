<shop:page title="Not found" step="shop" hint="Start again at the email or in the shop.">
  <div class="empty">
    <h1>There is nothing here</h1>
    <p>The page or the order you asked for does not exist, or belongs to another visit.</p>
    <p><a class="button" href="${base}/">Go to the shop</a></p>
  </div>
</shop:page>
