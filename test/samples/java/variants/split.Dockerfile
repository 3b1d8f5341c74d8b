FROM eclipse-temurin:17-jdk
ENV APP_HOME=/srv/primes
WORKDIR $APP_HOME

COPY src ./src
RUN mkdir classes && javac -d classes src/*.java
# Read from the class path when the program runs.
COPY resources ./resources

ENV JAVA_OPTS="-Xmx64m"
ENV PORT=9090
EXPOSE 9090
USER nobody
ENTRYPOINT ["java", "-Xmx64m", "-cp", "/srv/primes/classes:/srv/primes/resources", "Main"]
