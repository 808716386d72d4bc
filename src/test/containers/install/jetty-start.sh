exec java --enable-native-access=ALL-UNNAMED -jar "$JETTY_HOME/start.jar"
