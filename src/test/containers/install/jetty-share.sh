java -jar "$JETTY_HOME/start.jar" --add-modules=roi-filter
