<%@ page contentType="text/html; charset=UTF-8" %>
<!DOCTYPE html>
<title>Catalogue</title>
<h1>Catalogue</h1>
<form method="post" action="thank-you">
  <p>Tidewater mug, $32.00</p>
  <label>How many? <input name="quantity" type="number" value="1"></label>
  <button>Buy</button>
</form>
