FROM eclipse-temurin:17
COPY . /usr/src/primes
RUN cd /usr/src/primes \
 && mkdir -p /tmp/out \
 && javac -d /tmp/out src/Main.java src/Primes.java src/About.java \
 && cp resources/about.txt /tmp/out/ \
 && mkdir -p /opt && jar cfe /opt/primes.jar Main -C /tmp/out . \
 && rm -rf /tmp/out /usr/src/primes
VOLUME /data
EXPOSE 8080
CMD java $JAVA_OPTS -jar /opt/primes.jar
