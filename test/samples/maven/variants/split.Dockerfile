FROM maven:3.9-eclipse-temurin-17

WORKDIR /workspace

# What the project depends on is fetched before the sources come.
COPY pom.xml .
RUN mvn -B dependency:resolve

COPY src src
RUN mvn -B -DskipTests package && cp target/*.jar /workspace/app.jar

ENV GREETING=Salve
LABEL org.opencontainers.image.title="roman"
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "/workspace/app.jar"]
