[description]
Offers roi-filter to every ee10 web application.

[environment]
ee10

[depend]
ee10-servlet

[lib]
lib/roi-filter/*.jar
