"""Compares exported ONNX models in onnxruntime with this library, layer kind by layer kind.

    pip install numpy onnx onnxruntime
    mvn -pl seqnet-nn -am test -Dtest=OnnxFileTest -Dseqnet.onnx.folder=/tmp/onnx -Dsurefire.failIfNoSpecifiedTests=false
    python docs/peers/onnx_outputs.py /tmp/onnx

Every subfolder holds a model, its input and its outputs (channels last). Prints the largest difference of each model
and exits with 1 if one is above 1e-5.
"""

import pathlib
import sys

import numpy as np
import onnx
import onnxruntime

LARGEST_DIFFERENCE = 1e-5


def difference(folder):
    path = folder / "model.onnx"
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    image = np.load(folder / "input.npy")
    names = [output.name for output in session.get_outputs()]
    outputs = session.run(names, {session.get_inputs()[0].name: np.ascontiguousarray(image.transpose(0, 3, 1, 2))})
    largest = 0.0
    for name, output in zip(names, outputs):
        expected = np.load(folder / f"{name}.out.npy")
        actual = output.transpose(0, 2, 3, 1)
        if actual.shape != expected.shape:
            raise SystemExit(f"{folder.name}: {name} has the shape {actual.shape}, expected {expected.shape}")
        largest = max(largest, float(np.abs(actual - expected).max()))
    return largest


def main():
    folders = sorted(path.parent for path in pathlib.Path(sys.argv[1]).glob("*/model.onnx"))
    if not folders:
        raise SystemExit(f"{sys.argv[1]}: no models found; run OnnxFileTest with seqnet.onnx.folder first")
    worst = 0.0
    for folder in folders:
        largest = difference(folder)
        worst = max(worst, largest)
        print(f"{largest:.1e}  {folder.name}")
    print(f"{len(folders)} models, largest difference {worst:.1e}")
    sys.exit(worst > LARGEST_DIFFERENCE)


if __name__ == "__main__":
    main()
