# The course in a container, by itself or as what a JupyterHub gives each of its users:
#   docker build -t mlp-course . && docker run --rm -p 8888:8888 mlp-course
# Binder does not use it: .binder/ has what that needs.
FROM python:3.11-slim

# The names by which repo2docker and JupyterHub know the user, who is not root.
ARG NB_USER=jovyan
ARG NB_UID=1000
ENV HOME=/home/${NB_USER}
RUN useradd --create-home --uid ${NB_UID} ${NB_USER} \
    && install -d -o ${NB_UID} ${HOME}/mlp-course
WORKDIR ${HOME}/mlp-course

# This lock holds the other one, and JupyterHub, whose program for single users starts in a hub.
COPY requirements-dev.lock ./
RUN python -m pip install --no-cache-dir --require-hashes -r requirements-dev.lock
COPY --chown=${NB_UID} . .

USER ${NB_USER}
EXPOSE 8888
CMD ["python", "-m", "jupyterlab", "--ip=0.0.0.0", "--no-browser", "--ServerApp.root_dir=notebooks", "--LabApp.default_url=/lab/tree/00_start_here.ipynb"]
