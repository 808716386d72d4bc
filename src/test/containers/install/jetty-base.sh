java -jar "$JETTY_HOME/start.jar" --add-modules=http,ee10-deploy,ee10-jsp
