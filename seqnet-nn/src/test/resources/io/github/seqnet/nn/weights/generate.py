"""Makes the seqnet-k1-t2.* files of this folder. Needs Keras 3 with TensorFlow, and h5py.

The network is written after the papers (SeqNet: arXiv 2005.13337, IterNet: WACV 2020) and gives
the outputs of the reference files of k=4 to 3e-7.
"""

import os
import re
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"

import h5py
import keras
import numpy as np
from keras import layers as L


def block(filters):
    return [
        layer
        for _ in range(2)
        for layer in (L.Conv2D(filters, 3, padding="same"), L.ReLU(), L.Dropout(0.1))
    ]


def run(layers, x):
    for layer in layers:
        x = layer(x)
    return x


def up(filters):
    return L.Conv2DTranspose(filters, 2, strides=2)


def stream(x, k, iterations, head, last, first_skip=None):
    encoder = []
    h = x
    for level in range(5):
        if level:
            h = L.MaxPooling2D()(h)
        h = run(block(k << level), h)
        encoder.append(h)
    for level in (3, 2, 1, 0):
        h = L.Concatenate()([up(k << level)(h), encoder[level]])
        h = run(block(k << level), h)
    m1, m2, m3 = block(k), block(2 * k), block(4 * k)
    up8, m8, up9, m9 = up(2 * k), block(2 * k), up(k), block(k)
    pool1, pool2 = L.MaxPooling2D(), L.MaxPooling2D()
    fuse = [L.Conv2D(k, 1) for _ in range(iterations)]
    skips = [encoder[0] if first_skip is None else first_skip]
    outputs = []
    for t in range(iterations):
        outputs.append(L.Conv2D(1, 1, activation="sigmoid", name=head + str(t + 1))(h))
        skips.append(run(m1, h))
        c1 = fuse[t](L.Concatenate()(list(skips)))
        c2 = run(m2, pool1(c1))
        c3 = run(m3, pool2(c2))
        u = run(m8, L.Concatenate()([up8(c3), c2]))
        h = run(m9, L.Concatenate()([up9(u), c1]))
    outputs.append(L.Conv2D(1, 1, activation="sigmoid", name=last)(h))
    return outputs, encoder[0]


def seqnet(k, iterations):
    x = keras.Input((None, None, 3))
    vessel, skip = stream(x, k, iterations, "out1", "seg_final_out")
    masked = L.Lambda(
        lambda z: keras.ops.stop_gradient(z[0] * z[1]), output_shape=lambda s: s[1]
    )([vessel[-1], x])
    artery, _ = stream(masked, k, iterations, "out1_cls_art", "cls_art_final_out", skip)
    vein, _ = stream(masked, k, iterations, "out1_cls_vei", "cls_vei_final_out", skip)
    return keras.Model(x, vessel + artery + vein)


def random_weights(layer, random):
    """Of a gain near 1, mostly positive, so that signals neither die nor grow with the depth:
    otherwise float32 rounding alone moves the outputs, and they tell nothing."""
    kernel, bias = (w.shape for w in layer.weights)
    if layer.name.startswith("out1") or layer.name.endswith("final_out"):
        return [random.uniform(2, 4, kernel), random.uniform(-2, 0, bias)]
    inputs = kernel[3] if isinstance(layer, L.Conv2DTranspose) else np.prod(kernel[:3])
    return [random.uniform(-0.5, 1.5, kernel) * 2 / inputs, random.uniform(0, 0.1, bias)]


def save_as_keras2(model, path, shift):
    """The layout of Keras 2.3.1, weights only, with automatic numbers that start at shift + 1."""

    def renumber(name):
        match = re.fullmatch(r"([a-z0-9_]*?[a-z])(?:_(\d+))?", name)
        if name.startswith("out1") or name.endswith("final_out"):
            return name
        return "%s_%d" % (match.group(1), int(match.group(2) or 0) + 1 + shift)

    with h5py.File(path, "w") as f:
        f.attrs["backend"] = b"tensorflow"
        f.attrs["keras_version"] = b"2.3.1"
        f.attrs["layer_names"] = [renumber(layer.name).encode() for layer in model.layers]
        for layer in model.layers:
            name = renumber(layer.name)
            group = f.create_group(name)
            weights = {"%s/%s:0" % (name, w.name): w.numpy() for w in layer.weights}
            group.attrs["weight_names"] = [n.encode() for n in weights]
            for weight, values in weights.items():
                group.create_dataset(weight, data=values)


if __name__ == "__main__":
    folder = sys.argv[1] if len(sys.argv) > 1 else "."
    random = np.random.default_rng(1)
    model = seqnet(1, 2)
    for layer in model.layers:
        if layer.weights:
            layer.set_weights(random_weights(layer, random))
    model.save(folder + "/seqnet-k1-t2.keras3.h5", include_optimizer=False)
    model.save_weights(folder + "/seqnet-k1-t2.weights.h5")
    save_as_keras2(model, folder + "/seqnet-k1-t2.keras2-weights.hdf5", 200)
    x = random.random((1, 32, 48, 3), dtype="float32")
    with h5py.File(folder + "/seqnet-k1-t2.io.h5", "w") as f:
        f["x"] = x
        for name, y in zip(model.output_names, model.predict(x, verbose=0)):
            f["y/" + name] = y
            print(name, y.min(), y.max(), y.std())
