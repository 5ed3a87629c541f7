"""Ten training steps of the reference network under Keras, computed in several ways, beside its own recorded ones.

    pip install tensorflow-cpu h5py
    python docs/peers/reference_steps.py <folder with batch.hdf5, step0.hdf5, gradients-step1.hdf5, step1.hdf5, step10.hdf5>

The numbers of a training step depend on the order of its sums, and units that stand within rounding of the kink of their ReLU make
that visible. This shows by how much, for the reference's own program: one line for each way to compute the same. Nothing of the build
or its tests needs this file.
"""

import os
import subprocess
import sys

# name, threads, whether with oneDNN, float type, how a step is run
VARIANTS = {
    "op by op, oneDNN": (2, True, "float32", "eager"),
    "the same, one thread": (1, True, "float32", "eager"),
    "as a graph, oneDNN": (2, True, "float32", "graph"),
    "compiled by XLA": (2, True, "float32", "xla"),
    "op by op, without oneDNN": (2, False, "float32", "eager"),
    "op by op, float64": (2, True, "float64", "eager"),
}
BASE_WIDTH = 4
ITERATIONS = 3
RATE = 1e-3


def network(tf, layers_by_name):
    from keras import Input, Model, layers

    counts = {"conv2d": 0, "conv2d_transpose": 0}

    def named(kind, make):
        counts[kind] += 1
        name = f"{kind}_{counts[kind]}"
        layers_by_name[name] = make(name)
        return layers_by_name[name]

    def convolution(filters, size=3):
        return named("conv2d", lambda name: layers.Conv2D(filters, size, padding="same", name=name))

    def up(filters):
        return named("conv2d_transpose", lambda name: layers.Conv2DTranspose(filters, 2, 2, padding="same", name=name))

    def block(filters):
        pair = [convolution(filters) for _ in range(2)]
        return lambda x: layers.ReLU()(pair[1](layers.ReLU()(pair[0](x))))

    def output(name, x):
        layers_by_name[name] = layers.Conv2D(1, 1, activation="sigmoid", name=name)
        return layers_by_name[name](x)

    def concatenation(*tensors):
        return layers.Concatenate()(list(tensors))

    def pool(x):
        return layers.MaxPooling2D()(x)

    def iternet(x, skip, names):
        k = BASE_WIDTH
        down = [block(k << i) for i in range(5)]
        join = [block(k << i) for i in (3, 2, 1, 0)]
        m1, m2, m3, m8, m9 = block(k), block(2 * k), block(4 * k), block(2 * k), block(k)
        fuse = [convolution(k, 1) for _ in range(ITERATIONS)]
        ups = [up(k << i) for i in (3, 2, 1, 0)]
        up8, up9 = up(2 * k), up(k)
        levels = []
        for i in range(5):
            x = down[i](x if i == 0 else pool(x))
            levels.append(x)
        for j, i in enumerate((3, 2, 1, 0)):
            x = join[j](concatenation(ups[j](x), levels[i]))
        skips = [levels[0] if skip is None else skip]
        outputs = []
        for t in range(ITERATIONS):
            outputs.append(output(names[t], x))
            skips.append(m1(x))
            c1 = fuse[t](concatenation(*skips))
            c2 = m2(pool(c1))
            u = m8(concatenation(up8(m3(pool(c2))), c2))
            x = m9(concatenation(up9(u), c1))
        outputs.append(output(names[ITERATIONS], x))
        return outputs, levels[0]

    image = Input((64, 64, 3))
    vessel, first = iternet(image, None, ["out11", "out12", "out13", "seg_final_out"])
    masked = layers.Lambda(lambda x: tf.stop_gradient(x))(layers.Multiply()([vessel[-1], image]))
    names = {stream: [f"out1_cls_{stream}{t + 1}" for t in range(3)] + [f"cls_{stream}_final_out"] for stream in ("art", "vei")}
    artery, _ = iternet(masked, first, names["art"])
    vein, _ = iternet(masked, first, names["vei"])
    return Model(image, vessel + artery + vein)


def run(folder, name):
    threads, _, float_type, how = VARIANTS[name]
    import h5py
    import keras
    import numpy
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    keras.backend.set_floatx(float_type)
    by_name = {}
    model = network(tf, by_name)

    def weights(file):
        with h5py.File(os.path.join(folder, file)) as h:
            return {layer: [h[layer][layer][part][...] for part in ("kernel:0", "bias:0")] for layer in by_name}

    for layer, values in weights("step0.hdf5").items():
        by_name[layer].set_weights(values)
    with h5py.File(os.path.join(folder, "batch.hdf5")) as h:
        image = tf.constant(h["x"][...].astype(float_type))
        targets = [tf.constant(h[part][...].astype(float_type)) for part in ("seg", "art", "vei") for _ in range(4)]
        expected_losses = h["losses"][...]
    optimizer = keras.optimizers.Adam(RATE, beta_1=0.9, beta_2=0.999, epsilon=1e-7)
    cross_entropy = keras.losses.BinaryCrossentropy()
    variables = model.trainable_variables

    def step():
        with tf.GradientTape() as tape:
            losses = [cross_entropy(target, made) for target, made in zip(targets, model(image, training=True))]
            total = tf.add_n(losses)
        gradients = tape.gradient(total, variables)
        optimizer.apply_gradients(zip(gradients, variables))
        return losses, gradients

    if how != "eager":
        step = tf.function(step, jit_compile=how == "xla")
    far, most, loss_error = 0, 0, 0
    for number in range(10):
        losses, gradients = step()
        relative = numpy.array([float(loss) for loss in losses]) / expected_losses[number] - 1
        loss_error = max(loss_error, numpy.abs(relative).max())
        if number == 0:
            with h5py.File(os.path.join(folder, "gradients-step1.hdf5")) as h:
                for variable, gradient in zip(variables, gradients):
                    layer, part = variable.path.split("/")[-2:]
                    expected = h[layer][part + ":0"][...]
                    error = numpy.abs(gradient.numpy() - expected).max() / numpy.abs(expected).max()
                    far += error > 1e-4
                    most = max(most, error)
    moved = numpy.concatenate(
        [
            numpy.abs(made - expected).ravel()
            for layer, values in weights("step10.hdf5").items()
            for made, expected in zip(by_name[layer].get_weights(), values)
        ]
    )
    print(
        f"| {name} | {far} of {len(variables)}, {most:.1e} | {loss_error:.1e} | "
        f"{(moved > 1e-3).sum()} of {moved.size}, {moved.max():.1e} |"
    )


def main():
    if len(sys.argv) == 3:
        run(sys.argv[1], sys.argv[2])
        return
    print("| way | gradients of step 1 beyond 1e-4, largest | losses, largest | weights after step 10 beyond 1e-3, largest |")
    print("| --- | --- | --- | --- |", flush=True)
    for name, (_, one_dnn, _, _) in VARIANTS.items():
        settings = {"TF_ENABLE_ONEDNN_OPTS": "1" if one_dnn else "0", "TF_CPP_MIN_LOG_LEVEL": "3"}
        command = [sys.executable, __file__, sys.argv[1], name]
        subprocess.run(command, env={**os.environ, **settings}, check=True, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
