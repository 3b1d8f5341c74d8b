FROM maven:3.9-eclipse-temurin-17
RUN mkdir -p /opt/roman
ADD . /tmp/roman
RUN cd /tmp/roman; mvn -q clean verify \
    && mv target/roman-*.jar /opt/roman/roman.jar; \
    cd /; rm -rf /tmp/roman ~/.m2
WORKDIR /opt/roman
ENV JAVA_OPTS=""
EXPOSE 8080
ENTRYPOINT exec java $JAVA_OPTS -jar roman.jar
