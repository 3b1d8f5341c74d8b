import { describe, it } from 'node:test';
import { checkFix, checkRule } from '../../../../harness/checkRule';

const RULE = 'no-lost-environment';
const VENV =
  'FROM python:3.13 AS build\nRUN python -m venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\nRUN pip install gunicorn\n';
const FINAL = 'FROM python:3.13-slim\nWORKDIR /app\n';

describe(RULE, () => {
  it('reports a virtual environment that is not on the PATH', () => {
    checkRule(RULE, `${VENV}${FINAL}COPY --from=build «/opt/venv» /opt/venv\nCMD ["gunicorn", "app:app"]\n`, {
      level: 'warning',
    });
    checkRule(
      RULE,
      'FROM python:3.13-slim AS build\nWORKDIR /app\nRUN uv sync --frozen --no-dev\n' +
        `${FINAL}COPY --from=build «/app/.venv» /app/.venv\nCMD ["python", "main.py"]\n`,
    );
  });

  it('reports programs of pip install --user', () => {
    checkRule(
      RULE,
      `FROM python:3.13 AS build\nRUN pip install --user gunicorn\n${FINAL}COPY --from=build «/root/.local» /root/.local\nCMD ["gunicorn", "app:app"]\n`,
    );
  });

  it('reports settings that name a folder of the copied ones', () => {
    checkRule(
      RULE,
      'FROM debian:12 AS build\nENV LD_LIBRARY_PATH=/opt/lib/native\nRUN make install\nFROM debian:12-slim\nCOPY --from=build «/opt/lib» /opt/lib\nCMD ["/opt/lib/app"]\n',
    );
    checkRule(
      RULE,
      'FROM debian:12 AS build\nENV JAVA_HOME=/opt/jre PATH=/opt/jre/bin:/usr/bin:/bin\nRUN ./fetch.sh\nFROM debian:12-slim\nCOPY --from=build «/opt/jre» /opt/jre\nCMD ["java", "-version"]\n',
    );
  });

  it('reads what "sh -c" and a wrapper start, and a virtual environment on any system', () => {
    for (const start of [
      'CMD ["sh", "-c", "python migrate.py && exec gunicorn app:app"]',
      'ENTRYPOINT ["tini", "--", "gunicorn", "app:app"]',
      'CMD cd /app && gunicorn app:app',
    ])
      checkRule(RULE, `${VENV}${FINAL}COPY --from=build «/opt/venv» /opt/venv\n${start}\n`);
    checkRule(
      RULE,
      'FROM ubuntu:24.04 AS build\nRUN apt-get update && apt-get install -y python3-venv\nRUN python3 -m venv /opt/venv\n' +
        'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y python3\nCOPY --from=build «/opt/venv» /opt/venv\nCMD ["python3", "main.py"]\n',
    );
  });

  it('reports tools that are copied out of their image and called where nobody looks for them', () => {
    checkRule(
      RULE,
      'FROM eclipse-temurin:21-jre AS jre\nFROM debian:12-slim\nCOPY --from=jre «/opt/java/openjdk» /opt/java/openjdk\nCMD ["java", "-jar", "/app.jar"]\n',
      { level: 'warning' },
    );
    checkRule(
      RULE,
      'FROM golang:1.23 AS go\nFROM ubuntu:24.04\nCOPY --from=go «/usr/local/go» /opt/go\nRUN go version\nCMD ["./run.sh"]\n',
    );
    checkRule(
      RULE,
      'FROM eclipse-temurin:21 AS build\nRUN jlink --add-modules java.base --output /javaruntime\nFROM debian:12-slim\nCOPY --from=build «/javaruntime» /opt/jre\nCMD ["java", "-jar", "/app.jar"]\n',
    );
    for (const end of [
      'COPY --from=jre /opt/java/openjdk /opt/jre\nENV JAVA_HOME=/opt/jre\nENV PATH=$JAVA_HOME/bin/:$PATH\nCMD ["java", "-jar", "/app.jar"]\n',
      'COPY --from=jre /opt/java/openjdk /opt/jre\nCMD ["/opt/jre/bin/java", "-jar", "/app.jar"]\n',
      'COPY --from=jre /opt/java/openjdk /opt/jre\nRUN ln -s /opt/jre/bin/java /usr/bin/java\nCMD ["java", "-jar", "/app.jar"]\n',
      'COPY --from=jre /opt/java/openjdk /opt/jre\nRUN cp /opt/jre/bin/* /usr/local/bin/\nCMD ["java", "-jar", "/app.jar"]\n',
      'RUN apt-get update && apt-get install -y default-jre\nCOPY --from=jre /opt/java/openjdk /opt/jre\nCMD ["java", "-jar", "/app.jar"]\n',
    ])
      checkRule(RULE, `FROM eclipse-temurin:21-jre AS jre\nFROM debian:12-slim\n${end}`);
    checkRule(
      RULE,
      'FROM golang:1.23 AS go\nFROM ubuntu:24.04\nCOPY --from=go /usr/local/go /usr/local/go\nRUN PATH=/usr/local/go/bin:$PATH go version\nRUN export PATH=$PATH:/usr/local/go/bin && go version\n',
    );
  });

  it('says a setting for where the files arrive', () => {
    checkFix(
      RULE,
      'FROM debian:12 AS build\nENV LD_LIBRARY_PATH=/usr/lib:/opt/x/lib\nRUN make install\nFROM debian:12-slim\nCOPY --from=build /opt/x /srv/x\nCMD ["/srv/x/app"]\n',
      'FROM debian:12 AS build\nENV LD_LIBRARY_PATH=/usr/lib:/opt/x/lib\nRUN make install\nFROM debian:12-slim\nCOPY --from=build /opt/x /srv/x\nENV LD_LIBRARY_PATH=/srv/x/lib\nCMD ["/srv/x/app"]\n',
    );
  });

  it('informs of a lost NODE_ENV', () => {
    checkRule(
      RULE,
      'FROM node:22 AS build\nENV NODE_ENV=production\nWORKDIR /app\nRUN npm ci\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build «/app» .\nCMD ["node", "index.js"]\n',
      { level: 'information' },
    );
  });

  it('is silent where the environment is set, is not needed, or may be set by a script', () => {
    for (const end of [
      'COPY --from=build /opt/venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\nCMD ["gunicorn", "app:app"]\n',
      'ENV PATH=/opt/venv/bin:$PATH\nCOPY --from=build /opt/venv /opt/venv\nCMD ["python", "main.py"]\n',
      'COPY --from=build /opt/venv /opt/venv\nCMD ["/opt/venv/bin/gunicorn", "app:app"]\n',
      'COPY --from=build /opt/venv /opt/venv\nCMD . /opt/venv/bin/activate && gunicorn app:app\n',
      'COPY --from=build /opt/venv /opt/venv\nENTRYPOINT ["/app/entrypoint.sh"]\n',
      'COPY --from=build /opt/venv /opt/venv\nCMD ["sh", "-c", ". ./settings && exec gunicorn app:app"]\n',
      'COPY --from=build /opt/venv /opt/venv\nCMD PATH=/opt/venv/bin:$PATH gunicorn app:app\n',
      'COPY --from=build /opt/venv /opt/venv\nRUN ln -s /opt/venv/bin/python /usr/bin/python\nCMD ["python", "main.py"]\n',
      'COPY --from=build /opt/venv /opt/venv\n',
    ])
      checkRule(RULE, `${VENV}${FINAL}${end}`);
    checkRule(
      RULE,
      `FROM python:3.13 AS build\nRUN pip install --user flask\n${FINAL}COPY --from=build /root/.local /root/.local\nCMD ["python", "app.py"]\n`,
    );
    checkRule(
      RULE,
      'FROM golang:1.23 AS build\nENV GOFLAGS=-mod=vendor PATH=/tools/bin:$PATH\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\nCMD ["/app"]\n',
    );
  });

  it('says the ENV again', () => {
    checkFix(
      RULE,
      `${VENV}${FINAL}COPY --from=build /opt/venv /opt/venv\nCMD ["gunicorn", "app:app"]\n`,
      `${VENV}${FINAL}COPY --from=build /opt/venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\nCMD ["gunicorn", "app:app"]\n`,
    );
  });
});
