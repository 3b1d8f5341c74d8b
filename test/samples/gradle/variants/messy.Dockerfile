FROM eclipse-temurin:21-jdk
COPY . /tmp/dice
RUN cd /tmp/dice && ./gradlew --no-daemon clean assemble \
    && mkdir -p /opt/dice && cp build/libs/*.jar /opt/dice/dice.jar \
    && rm -rf /tmp/dice /root/.gradle
ENV JAVA_OPTS="-Xmx64m"
ENTRYPOINT ["sh", "-c", "exec java $JAVA_OPTS -jar /opt/dice/dice.jar"]
