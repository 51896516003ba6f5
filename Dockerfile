# Lorekeeper in a container: docs/running.md, "In a container". Works on amd64 and arm64.
FROM python:3.13-slim AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN ["python", "-m", "venv", "--without-pip", "/opt/lorekeeper"]
COPY requirements-container.lock ./
RUN ["python", "-m", "pip", "--python", "/opt/lorekeeper", "install", "-q", "-r", "requirements-container.lock"]
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY licences licences
COPY bot bot
COPY facts facts
RUN ["python", "-m", "pip", "--python", "/opt/lorekeeper", "install", "-q", "--no-deps", "."]

FROM python:3.13-slim

COPY --from=build /opt/lorekeeper /opt/lorekeeper
RUN ["useradd", "--system", "--uid", "10001", "--no-create-home", "--shell", "/usr/sbin/nologin", "lorekeeper"]
RUN ["install", "--directory", "--owner=lorekeeper", "--group=lorekeeper", "--mode=0700", "/data"]
# Everything else may be read-only: what the bot remembers and what it has computed from its packs is in /data.
ENV PATH=/opt/lorekeeper/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LOREKEEPER_DATA=/data \
    LOREKEEPER_CACHE=/data/cache \
    LOREKEEPER_MONITOR=9464
USER 10001
WORKDIR /data
VOLUME /data
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m --retries=3 CMD ["lorekeeper", "doctor", "--live"]
ENTRYPOINT ["lorekeeper"]
CMD ["run"]
