import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkConversion, checkRefusal } from '../../../../harness/checkConversion';

describe('converting Java', () => {
  it('copies the jar that the container starts, onto the runtime of the same release', () => {
    const { changes, explanation } = checkConversion(
      `FROM maven:3.9-eclipse-temurin-17
WORKDIR /app
# Fetched before the sources come.
COPY pom.xml .
RUN mvn -B dependency:go-offline
COPY src src
RUN mvn -B package
EXPOSE 8080
ENTRYPOINT ["java", "-Xmx256m", "-jar", "target/app.jar"]
`,
      `FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /app
# Fetched before the sources come.
COPY pom.xml .
RUN mvn -B dependency:go-offline
COPY src src
RUN mvn -B package

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=build /app/target/app.jar /app/target/app.jar
EXPOSE 8080
ENTRYPOINT ["java", "-Xmx256m", "-jar", "target/app.jar"]
`,
    );
    assert.deepEqual(changes, []);
    assert.match(explanation.join('\n'), /has to hold what it depends on/);
  });

  it('keeps a pattern for the jar, and the shell that expands it', () => {
    checkConversion(
      `FROM maven:3-eclipse-temurin-21
WORKDIR /app
COPY . .
RUN ./mvnw -q package -DskipTests
CMD exec java $JAVA_OPTS -jar target/*.jar
`,
      `FROM maven:3-eclipse-temurin-21 AS build
WORKDIR /app
COPY . .
RUN ./mvnw -q package -DskipTests

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /app/target/*.jar /app/target/
CMD exec java $JAVA_OPTS -jar target/*.jar
`,
    );
  });

  it('copies every entry of the class path, and leaves the line that copies one of them where it is', () => {
    checkConversion(
      `FROM eclipse-temurin:11-jdk-alpine
WORKDIR /srv
COPY lib lib
COPY src src
RUN mkdir out && javac -cp 'lib/*' -d out $(find src -name '*.java')
COPY messages messages
ENTRYPOINT ["java", "-cp", "out:lib/*:messages", "com.example.Main"]
`,
      `FROM eclipse-temurin:11-jdk-alpine AS build
WORKDIR /srv
COPY lib lib
COPY src src
RUN mkdir out && javac -cp 'lib/*' -d out $(find src -name '*.java')

FROM eclipse-temurin:11-jre-alpine
WORKDIR /srv
COPY --from=build /srv/out /srv/out
COPY --from=build /srv/lib /srv/lib
COPY messages messages
ENTRYPOINT ["java", "-cp", "out:lib/*:messages", "com.example.Main"]
`,
    );
  });

  it('takes the folder where the classes lie among the sources, and says so', () => {
    const { explanation } = checkConversion(
      `FROM openjdk:8-jdk
WORKDIR /usr/src/myapp
COPY . .
RUN javac Main.java
CMD ["java", "Main"]
`,
      `FROM openjdk:8-jdk AS build
WORKDIR /usr/src/myapp
COPY . .
RUN javac Main.java

FROM eclipse-temurin:8-jre
WORKDIR /usr/src/myapp
COPY --from=build /usr/src/myapp /usr/src/myapp
CMD ["java", "Main"]
`,
    );
    assert.match(explanation.join('\n'), /copied as a whole/);
  });

  it('copies an agent that the build downloads, and a jar that is moved behind the build', () => {
    checkConversion(
      `FROM gradle:8-jdk21
RUN curl -fsSLo /opt/agent.jar https://example.com/agent.jar
COPY . /tmp/src
RUN cd /tmp/src && gradle --no-daemon bootJar
RUN mkdir -p /opt/app && mv /tmp/src/build/libs/shop.jar /opt/app/shop.jar
WORKDIR /opt/app
CMD ["java", "-javaagent:/opt/agent.jar=port=1", "-jar", "/opt/app/shop.jar"]
`,
      `FROM gradle:8-jdk21 AS build
RUN curl -fsSLo /opt/agent.jar https://example.com/agent.jar
COPY . /tmp/src
RUN cd /tmp/src && gradle --no-daemon bootJar
RUN mkdir -p /opt/app && mv /tmp/src/build/libs/shop.jar /opt/app/shop.jar

FROM eclipse-temurin:21-jre
COPY --from=build /opt/agent.jar /opt/agent.jar
COPY --from=build /opt/app/shop.jar /opt/app/shop.jar
WORKDIR /opt/app
CMD ["java", "-javaagent:/opt/agent.jar=port=1", "-jar", "/opt/app/shop.jar"]
`,
    );
  });

  it('takes the release from the package that installs it, and leaves variables of the build behind', () => {
    const { changes } = checkConversion(
      `FROM debian:bookworm
ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64 TZ=Europe/Vienna
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN mvn package
CMD ["java", "-jar", "/app/target/app.jar"]
`,
      `FROM debian:bookworm AS build
ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64 TZ=Europe/Vienna
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jdk-headless maven && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN mvn package

FROM eclipse-temurin:17-jre
ENV TZ=Europe/Vienna
WORKDIR /app
COPY --from=build /app/target/app.jar /app/target/app.jar
CMD ["java", "-jar", "/app/target/app.jar"]
`,
    );
    assert.deepEqual(
      changes.map(({ field }) => field),
      ['entrypoint', 'env JAVA_HOME'],
    );
  });

  it('copies the libraries that the manifest names, when the build file says so', () => {
    const before = `FROM maven:3.9-eclipse-temurin-17
WORKDIR /app
COPY . .
RUN mvn package
ENTRYPOINT ["java", "-jar", "/app/target/app.jar"]
`;
    const after = `FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /app
COPY . .
RUN mvn package

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=build /app/target/app.jar /app/target/app.jar
COPY --from=build /app/target/lib /app/target/lib
ENTRYPOINT ["java", "-jar", "/app/target/app.jar"]
`;
    const pom =
      '<project><build><manifest><addClasspath>true</addClasspath><classpathPrefix>lib/</classpathPrefix></manifest></build></project>';
    checkConversion(before, after, { files: { 'pom.xml': { text: pom } } });
  });

  it('takes a distribution with its start script as one folder', () => {
    checkConversion(
      `FROM sbtscala/scala-sbt:eclipse-temurin-17.0.10_7_1.9.8_2.13.12
WORKDIR /app
COPY . .
RUN sbt stage
CMD ["target/universal/stage/bin/web", "-Dhttp.port=9000"]
`,
      `FROM sbtscala/scala-sbt:eclipse-temurin-17.0.10_7_1.9.8_2.13.12 AS build
WORKDIR /app
COPY . .
RUN sbt stage

FROM eclipse-temurin:17-jre
WORKDIR /app
COPY --from=build /app/target/universal/stage /app/target/universal/stage
CMD ["target/universal/stage/bin/web", "-Dhttp.port=9000"]
`,
    );
  });

  it('knows the release of Java that images of sbt are tagged with', () => {
    for (const [tag, release] of [
      ['8u242_1.3.8_2.13.1', '8'],
      ['11.0.9.1_1.4.6_2.13.4', '11'],
    ] as const)
      checkConversion(
        `FROM hseeberger/scala-sbt:${tag}\nWORKDIR /app\nCOPY . .\nRUN sbt stage\nCMD ["target/universal/stage/bin/web"]\n`,
        `FROM hseeberger/scala-sbt:${tag} AS build\nWORKDIR /app\nCOPY . .\nRUN sbt stage\n
FROM eclipse-temurin:${release}-jre
WORKDIR /app
COPY --from=build /app/target/universal/stage /app/target/universal/stage
CMD ["target/universal/stage/bin/web"]
`,
      );
    checkRefusal(
      'no-runtime-base',
      '«FROM hseeberger/scala-sbt:latest»\nWORKDIR /app\nCOPY . .\nRUN sbt stage\nCMD ["target/universal/stage/bin/web"]\n',
    );
  });

  it('puts a native program on a system without Java', () => {
    checkConversion(
      `FROM ghcr.io/graalvm/native-image-community:21
WORKDIR /app
COPY . .
RUN ./mvnw -Pnative native:compile
CMD ["./target/app"]
`,
      `FROM ghcr.io/graalvm/native-image-community:21 AS build
WORKDIR /app
COPY . .
RUN ./mvnw -Pnative native:compile

FROM debian:trixie-slim
WORKDIR /app
COPY --from=build /app/target/app /app/target/app
CMD ["./target/app"]
`,
    );
  });

  it('leaves the server and copies the application into it', () => {
    checkConversion(
      `FROM tomcat:9-jdk11
COPY . /src
RUN cd /src && ./mvnw package && cp target/app.war /usr/local/tomcat/webapps/ROOT.war && rm -rf /src
CMD ["catalina.sh", "run"]
`,
      `FROM tomcat:9-jdk11 AS build
COPY . /src
RUN cd /src && ./mvnw package && cp target/app.war /usr/local/tomcat/webapps/ROOT.war && rm -rf /src

FROM tomcat:9-jdk11
COPY --from=build /usr/local/tomcat/webapps/ROOT.war /usr/local/tomcat/webapps/ROOT.war
CMD ["catalina.sh", "run"]
`,
    );
  });

  it('reads a start script of the project', () => {
    const before = `FROM eclipse-temurin:21-jdk
WORKDIR /app
COPY . .
RUN ./gradlew bootJar
ENTRYPOINT ["/app/docker/start.sh"]
`;
    const after = `FROM eclipse-temurin:21-jdk AS build
WORKDIR /app
COPY . .
RUN ./gradlew bootJar

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /app/docker/start.sh /app/docker/start.sh
COPY --from=build /app/build/libs/app.jar /app/build/libs/app.jar
ENTRYPOINT ["/app/docker/start.sh"]
`;
    const script = (line: string) => ({ 'docker/start.sh': { text: `#!/bin/sh\nset -e\n${line}\n` } });
    checkConversion(before, after, { files: script('exec java $JAVA_OPTS -jar build/libs/app.jar "$@"') });
    const marked = before.replace(
      'ENTRYPOINT ["/app/docker/start.sh"]',
      '«ENTRYPOINT ["/app/docker/start.sh"]»',
    );
    checkRefusal('unknown-artifact', marked);
    checkRefusal('variable-decides', marked, { files: script('JAR=$(ls *.jar)\nexec java -jar "$JAR"') });
  });

  it('takes an answer for what it cannot tell', () => {
    checkConversion(
      `FROM eclipse-temurin:21-jdk
WORKDIR /app
COPY . .
RUN ./gradlew bootJar
ENTRYPOINT ["/app/start"]
`,
      `FROM eclipse-temurin:21-jdk AS build
WORKDIR /app
COPY . .
RUN ./gradlew bootJar

FROM eclipse-temurin:21-jre
WORKDIR /app
COPY --from=build /app /app
ENTRYPOINT ["/app/start"]
`,
      { answers: { artifactPath: '/app' } },
    );
  });
});

describe('what of Java is not converted', () => {
  const maven = (end: string): string => `FROM maven:3.9-eclipse-temurin-17
WORKDIR /app
COPY . .
RUN mvn package
${end}
`;

  it('refuses what compiles when it starts', () => {
    checkRefusal('needs-compiler-at-run-time', maven('«CMD ["mvn", "spring-boot:run"]»'));
    checkRefusal('needs-compiler-at-run-time', maven('«CMD ["java", "src/Main.java"]»'));
  });

  it('refuses a jar that a variable names', () => {
    checkRefusal('variable-decides', maven('«CMD java -jar $APP_JAR»'));
    checkRefusal('unknown-artifact', maven('«ENTRYPOINT ["java", "@options"]»'));
  });

  it('refuses a jar that no line of the stage leaves', () => {
    checkRefusal('unknown-artifact', maven('CMD ["java", "-jar", "/opt/elsewhere/app.jar"]'));
  });

  it('refuses a path of java that other images do not have', () => {
    checkRefusal('no-runtime-base', maven('«CMD ["/usr/bin/java", "-jar", "target/app.jar"]»'));
  });

  it('refuses a release that nothing names, and one without an image of its runtime', () => {
    const on = (image: string): string => `«FROM ${image}»
WORKDIR /app
COPY . .
RUN javac -d out Main.java
CMD ["java", "-cp", "out", "Main"]
`;
    checkRefusal('no-runtime-base', on('registry.example.com/java-build'));
    checkRefusal('no-runtime-base', on('openjdk:14'));
  });
});
