# Góp Ý in a container:   docker build -t gopy .   docker run --env-file .env -p 8600:8600 -v gopy-data:/data gopy
# The root file system may be read-only; only /data (the SQLite file) and /tmp are written to.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_NO_COMPILE=1
WORKDIR /src
COPY requirements.txt requirements-build.txt ./
# The bot's own environment gets no installer; the one beside it stays behind in this stage.
RUN python -m venv /opt/build && python -m venv --without-pip /opt/gopy \
 && /opt/build/bin/pip install --quiet --require-hashes --no-deps -r requirements-build.txt \
 && /opt/build/bin/pip --python /opt/gopy/bin/python install --quiet --require-hashes --no-deps -r requirements.txt
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY bot bot
COPY handlers handlers
COPY services services
COPY nlp nlp
COPY storage storage
RUN /opt/build/bin/pip wheel --quiet --no-deps --no-index --no-build-isolation --wheel-dir /wheels . \
 && /opt/build/bin/pip --python /opt/gopy/bin/python install --quiet --no-deps --no-index /wheels/gopy-*.whl \
 && /opt/gopy/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/gopy/lib

FROM ${PYTHON_IMAGE}
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin gopy \
 && install -d -o gopy -g gopy -m 0750 /data
COPY --from=build /opt/gopy /opt/gopy
ENV PATH=/opt/gopy/bin:/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib \
    GOPY_HOST=0.0.0.0 \
    GOPY_DATABASE_URL=sqlite+aiosqlite:////data/gopy.db
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 8600
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + os.environ.get('GOPY_PORT', '8600') + '/healthz', timeout=4)"]
ENTRYPOINT ["gopy"]
CMD ["run"]
