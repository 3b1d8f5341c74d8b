FROM gradle:8-jdk21
WORKDIR /app
COPY . .
RUN gradle build
CMD ["java", "-jar", "build/libs/dice.jar"]
