#!/usr/bin/env bash
# The course on The Littlest JupyterHub: one machine, Ubuntu or Debian. Run it there, as root, once;
# before it, TLJH itself: https://tljh.jupyter.org/en/latest/install/
#
#     sudo REPOSITORY=https://github.com/you/mlp-course.git bash tljh.sh
#
# README.md beside this file says how large the machine has to be.
set -euo pipefail
: "${REPOSITORY:?Name the repository of your course: REPOSITORY=https://... bash tljh.sh}"
course=$(mktemp -d)
git clone --quiet --depth 1 "$REPOSITORY" "$course"
# The CPU build of torch is enough, and far smaller: TORCH_INDEX is the address that PyTorch's site
# names for it.
/opt/tljh/user/bin/python -m pip install --quiet \
    ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch torchvision
/opt/tljh/user/bin/python -m pip install --quiet "$course[lab]" nbgitpuller
rm -rf "$course"
# 30 minutes after the last move a kernel ends and gives its memory back.
tljh-config set services.cull.timeout 1800
tljh-config set limits.memory 2G
tljh-config set user_environment.default_app jupyterlab
tljh-config reload
