import { describe, it } from 'node:test';
import { checkConversion, checkRefusal } from '../../../../harness/checkConversion';

describe('converting Python', () => {
  it('installs into a virtual environment and copies it onto the small image', () => {
    checkConversion(
      `FROM python:3.12
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .
# Start it
CMD ["python", "app.py"]
`,
      `FROM python:3.12 AS build
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt

FROM python:3.12-slim
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
# Start it
CMD ["python", "app.py"]
`,
    );
  });

  it('splits a list of packages: compilers stay, headers become libraries', () => {
    checkConversion(
      `FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends \\
    build-essential \\
    curl \\
    default-libmysqlclient-dev \\
    libssl-dev \\
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .
CMD ["python", "app.py"]
`,
      `FROM python:3.12-slim-bookworm AS build
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
RUN apt-get update && apt-get install -y --no-install-recommends \\
    build-essential \\
    curl \\
    default-libmysqlclient-dev \\
    libssl-dev \\
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt ./
RUN pip install -r requirements.txt

FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends \\
    curl \\
    libmariadb3 \\
    libssl3 \\
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
CMD ["python", "app.py"]
`,
    );
  });

  it('takes a chain apart, and enters a folder only where something works in it', () => {
    checkConversion(
      `FROM python:3.12-slim
ADD . /srv/app/
WORKDIR /srv
RUN apt-get update && apt-get install -y gcc && cd app && pip install -r requirements.txt && cd .. && mkdir data && cd app/static && touch built
CMD ["python", "app/app.py"]
`,
      `FROM python:3.12-slim AS build
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
ADD . /srv/app/
WORKDIR /srv
RUN apt-get update && apt-get install -y gcc && cd app && pip install -r requirements.txt && cd .. && mkdir data && cd app/static && touch built

FROM python:3.12-slim
ADD . /srv/app/
WORKDIR /srv
RUN mkdir data && cd app/static && touch built
COPY --from=build /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
CMD ["python", "app/app.py"]
`,
    );
  });

  it('copies an environment that the stage makes itself, for the user who makes it', () => {
    checkConversion(
      `FROM python:3.12-alpine
RUN apk add --no-cache gcc musl-dev postgresql-dev
RUN adduser -D app
USER app
ENV VIRTUAL_ENV=/home/app/venv
RUN python -m venv $VIRTUAL_ENV
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
WORKDIR /home/app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["gunicorn", "app:app"]
`,
      `FROM python:3.12-alpine AS build
RUN apk add --no-cache gcc musl-dev postgresql-dev
RUN adduser -D app
USER app
ENV VIRTUAL_ENV=/home/app/venv
RUN python -m venv $VIRTUAL_ENV
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
WORKDIR /home/app
COPY requirements.txt .
RUN pip install -r requirements.txt

FROM python:3.12-alpine
RUN apk add --no-cache libpq
RUN adduser -D app
USER app
ENV VIRTUAL_ENV=/home/app/venv
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
WORKDIR /home/app
COPY --from=build --chown=app /home/app/venv /home/app/venv
COPY . .
CMD ["gunicorn", "app:app"]
`,
    );
  });

  it('adds the module for environments on Debian, and the interpreter that pip brought', () => {
    checkConversion(
      `FROM debian:bookworm
RUN apt-get update && apt-get install -y build-essential python3-pip && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip3 install -r requirements.txt
COPY . .
CMD ["python3", "app.py"]
`,
      `FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y build-essential python3-pip python3-venv && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY requirements.txt .
RUN pip3 install -r requirements.txt

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y python3 python3-distutils && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
CMD ["python3", "app.py"]
`,
    );
  });

  it('lets Poetry find the environment, and leaves Poetry behind', () => {
    checkConversion(
      `FROM python:3.12-slim
RUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*
RUN pip install poetry
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN poetry config virtualenvs.create false && poetry install --only main --no-root
COPY . .
CMD ["python", "-m", "app"]
`,
      `FROM python:3.12-slim AS build
RUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*
RUN pip install poetry
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY pyproject.toml poetry.lock ./
RUN poetry config virtualenvs.create false && poetry install --only main --no-root

FROM python:3.12-slim
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"
COPY . .
CMD ["python", "-m", "app"]
`,
    );
  });

  it('copies the environment of uv', () => {
    checkConversion(
      `FROM python:3.12-slim
COPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/uv
RUN apt-get update && apt-get install -y gcc git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev
COPY . .
ENV PATH="/app/.venv/bin:$PATH"
CMD ["uvicorn", "main:app"]
`,
      `FROM python:3.12-slim AS build
COPY --from=ghcr.io/astral-sh/uv:0.8 /uv /bin/uv
RUN apt-get update && apt-get install -y gcc git && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev

FROM python:3.12-slim
WORKDIR /app
COPY --from=build /app/.venv /app/.venv
COPY . .
ENV PATH="/app/.venv/bin:$PATH"
CMD ["uvicorn", "main:app"]
`,
    );
  });

  it('copies the whole project where an editable installation changes it, and keeps nothing that was removed again', () => {
    checkConversion(
      `FROM python:3.12-alpine
WORKDIR /app
COPY . .
RUN apk add --no-cache --virtual .build gcc musl-dev libffi-dev \\
 && apk add --no-cache g++ jpeg-dev \\
 && pip install -e . \\
 && apk del .build
CMD ["python", "-m", "app"]
`,
      `FROM python:3.12-alpine AS build
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY . .
RUN apk add --no-cache --virtual .build gcc musl-dev libffi-dev \\
 && apk add --no-cache g++ jpeg-dev \\
 && pip install -e . \\
 && apk del .build

FROM python:3.12-alpine
WORKDIR /app
RUN apk add --no-cache libstdc++ libjpeg-turbo
COPY --from=build /app /app
COPY --from=build /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
CMD ["python", "-m", "app"]
`,
    );
  });

  it('refuses where no compiler is in sight', () => {
    checkRefusal(
      'nothing-compiled',
      `FROM python:3.12-slim
COPY requirements.txt .
RUN «pip install -r requirements.txt»
COPY . .
CMD ["python", "app.py"]
`,
    );
  });

  it('refuses where the package manager starts the program', () => {
    checkRefusal(
      'needs-compiler-at-run-time',
      `FROM python:3.12
COPY . .
RUN «uv sync»
CMD ["uv", "run", "app.py"]
`,
    );
  });

  it('refuses where a tester is started', () => {
    checkRefusal(
      'needs-compiler-at-run-time',
      `FROM python:3.12
COPY . .
RUN pip install -r requirements.txt
«CMD ["pytest"]»
`,
    );
  });

  it('refuses what opens no door to the environment', () => {
    checkRefusal(
      'unclear-instruction',
      `FROM python:3.12
COPY . .
RUN pip install -r requirements.txt
«CMD ["/usr/local/bin/gunicorn", "app:app"]»
`,
    );
  });

  it('refuses a script that may do anything', () => {
    checkRefusal(
      'unclear-instruction',
      `FROM python:3.12
COPY . .
RUN «./prepare.sh»
RUN pip install -r requirements.txt
CMD ["python", "app.py"]
`,
    );
  });

  it('keeps a tool that what the running image does calls, though the author takes it away again', () => {
    const install = (names: string): string =>
      `RUN apt-get update && apt-get install -y ${names} \\
`;
    const rest = ` && curl -fsSL https://example.com/banner -o /etc/banner \\
 && apt-get purge -y --auto-remove curl gcc && rm -rf /var/lib/apt/lists/*
`;
    checkConversion(
      `FROM python:3.13-slim
${install('curl gcc libffi8')} && pip install cffi \\
${rest}CMD ["python", "-m", "app"]
`,
      `FROM python:3.13-slim AS build
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
${install('curl gcc libffi8')} && pip install cffi \\
${rest}
FROM python:3.13-slim
${install('curl libffi8')}${rest}COPY --from=build /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
CMD ["python", "-m", "app"]
`,
    );
  });

  it('refuses Python 2, which systems called Python when they had it', () => {
    checkRefusal(
      'unclear-instruction',
      'FROM debian:jessie\nRUN apt-get update && apt-get install -y build-essential curl python python-dev && curl https://bootstrap.pypa.io/get-pip.py | python && «pip install glances»\nCMD ["glances"]\n',
    );
  });

  it('refuses packages that a variable names', () => {
    checkRefusal(
      'unclear-instruction',
      `FROM python:3.12-slim
ARG TOOLS
RUN apt-get update && «apt-get install -y $TOOLS»
COPY . .
RUN pip install -r requirements.txt
CMD ["python", "app.py"]
`,
    );
  });

  it('refuses an environment in a folder with a name of its own making', () => {
    checkRefusal(
      'unknown-artifact',
      `FROM python:3.12
RUN pip install poetry
WORKDIR /app
COPY . .
RUN «poetry install»
CMD ["python", "-m", "app"]
`,
    );
  });

  it('refuses where something else is built as well', () => {
    checkRefusal(
      'unknown-artifact',
      `FROM python:3.12
WORKDIR /app
COPY . .
RUN «make install PREFIX=/opt» && pip install -r requirements.txt
CMD ["python", "app.py"]
`,
    );
  });
});
