FROM gradle:8.10-jdk21-alpine

WORKDIR /home/gradle/dice

# The plugins come first.
COPY --chown=gradle:gradle settings.gradle build.gradle ./
RUN gradle --no-daemon dependencies

COPY --chown=gradle:gradle src src
RUN gradle --no-daemon installDist

ENV SEED=7
ENTRYPOINT ["build/install/dice/bin/dice"]
CMD ["3"]
