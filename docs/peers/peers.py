"""Times the same network in PyTorch, onnxruntime, TensorFlow and this library, in one run.

    pip install torch onnx onnxruntime tensorflow-cpu
    python docs/peers/peers.py forward --base-width 8 --batch 8 --seqnet seqnet-examples/cli/target/seqnet.jar
    python docs/peers/peers.py train --base-width 8 --batch 24 --seqnet seqnet-examples/cli/target/seqnet.jar

The network is written down here from its description (the papers named in README.md), layer by layer, with random
weights. Times are the best of the repeats, in wall seconds for each window of 128 x 128 (forward, three final outputs) or each
crop of 128 x 128 (train: forward, twelve cross-entropies, backward, Adam). Nothing of the build or its tests needs this file.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time

SIDE = 128
ITERATIONS = 3


def torch_network(k):
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Block(nn.Module):
        def __init__(self, inputs, outputs):
            super().__init__()
            self.first = nn.Conv2d(inputs, outputs, 3, padding=1)
            self.second = nn.Conv2d(outputs, outputs, 3, padding=1)

        def forward(self, x):
            return F.relu(self.second(F.relu(self.first(x))))

    class IterNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.down = nn.ModuleList([Block(3 if i == 0 else k << (i - 1), k << i) for i in range(5)])
            self.up = nn.ModuleList([nn.ConvTranspose2d(k << (i + 1), k << i, 2, 2) for i in range(4)])
            self.join = nn.ModuleList([Block(k << (i + 1), k << i) for i in range(4)])
            self.m1, self.m2, self.m3 = Block(k, k), Block(k, 2 * k), Block(2 * k, 4 * k)
            self.up8, self.m8 = nn.ConvTranspose2d(4 * k, 2 * k, 2, 2), Block(4 * k, 2 * k)
            self.up9, self.m9 = nn.ConvTranspose2d(2 * k, k, 2, 2), Block(2 * k, k)
            self.fuse = nn.ModuleList([nn.Conv2d((t + 2) * k, k, 1) for t in range(ITERATIONS)])
            self.out = nn.ModuleList([nn.Conv2d(k, 1, 1) for _ in range(ITERATIONS + 1)])

        def forward(self, x, skip, every):
            levels = []
            for i, block in enumerate(self.down):
                x = block(x if i == 0 else F.max_pool2d(x, 2))
                levels.append(x)
            for i in range(3, -1, -1):
                x = self.join[i](torch.cat([self.up[i](x), levels[i]], 1))
            skips = [levels[0] if skip is None else skip]
            outputs = []
            for t in range(ITERATIONS):
                if every:
                    outputs.append(torch.sigmoid(self.out[t](x)))
                skips.append(self.m1(x))
                c1 = self.fuse[t](torch.cat(skips, 1))
                c2 = self.m2(F.max_pool2d(c1, 2))
                c3 = self.m3(F.max_pool2d(c2, 2))
                u = self.m8(torch.cat([self.up8(c3), c2], 1))
                x = self.m9(torch.cat([self.up9(u), c1], 1))
            outputs.append(torch.sigmoid(self.out[ITERATIONS](x)))
            return outputs, levels[0]

    class SeqNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.vessel, self.artery, self.vein = IterNet(), IterNet(), IterNet()
            self.every = False

        def forward(self, x):
            vessel, first = self.vessel(x, None, self.every)
            masked = (vessel[-1] * x).detach()
            artery, _ = self.artery(masked, first, self.every)
            vein, _ = self.vein(masked, first, self.every)
            return tuple(vessel + artery + vein)

    torch.manual_seed(0)
    return SeqNet().to(memory_format=torch.channels_last)


def tensorflow_network(k):
    import tensorflow as tf
    from tensorflow.keras import layers

    def block(filters):
        pair = [layers.Conv2D(filters, 3, padding="same", activation="relu") for _ in range(2)]
        return lambda x: pair[1](pair[0](x))

    def up(filters):
        return layers.Conv2DTranspose(filters, 2, 2, padding="same")

    def iternet(x, skip):
        pool, cat = layers.MaxPooling2D(), layers.Concatenate()
        levels = []
        for i in range(5):
            x = block(k << i)(x if i == 0 else pool(x))
            levels.append(x)
        for i in range(3, -1, -1):
            x = block(k << i)(cat([up(k << i)(x), levels[i]]))
        m1, m2, m3, m8, m9 = block(k), block(2 * k), block(4 * k), block(2 * k), block(k)
        up8, up9 = up(2 * k), up(k)
        skips = [levels[0] if skip is None else skip]
        for _ in range(ITERATIONS):
            skips.append(m1(x))
            c1 = layers.Conv2D(k, 1)(cat(skips))
            c2 = m2(pool(c1))
            c3 = m3(pool(c2))
            x = m9(cat([up9(m8(cat([up8(c3), c2]))), c1]))
        return layers.Conv2D(1, 1, activation="sigmoid")(x), levels[0]

    image = tf.keras.Input((None, None, 3))
    vessel, first = iternet(image, None)
    masked = layers.Multiply()([vessel, image])
    outputs = [vessel, iternet(masked, first)[0], iternet(masked, first)[0]]
    return tf.keras.Model(image, outputs)


def best(run, repeats, units):
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) / units)
    return min(times)


def forward(arguments):
    import numpy
    import torch

    n, threads, repeats = arguments.batch, arguments.threads, arguments.repeats
    torch.set_num_threads(threads)
    network = torch_network(arguments.base_width).eval()
    image = torch.rand(n, 3, SIDE, SIDE).to(memory_format=torch.channels_last)
    results = {}
    with torch.no_grad():
        results["PyTorch"] = best(lambda: network(image), repeats, n)
    try:
        import onnxruntime

        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "seqnet.onnx")
            torch.onnx.export(network, (image,), file, input_names=["x"], dynamo=False, opset_version=17)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
            values = image.contiguous().numpy()
            results["onnxruntime"] = best(lambda: session.run(None, {"x": values}), repeats, n)
    except ImportError as e:
        print("without onnxruntime:", e)
    try:
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)
        model = tensorflow_network(arguments.base_width)
        call = tf.function(lambda x: model(x, training=False))
        constant = tf.constant(numpy.random.rand(n, SIDE, SIDE, 3).astype("float32"))
        results["TensorFlow"] = best(lambda: [y.numpy() for y in call(constant)], repeats, n)
    except ImportError as e:
        print("without TensorFlow:", e)
    if arguments.seqnet:
        results["this library"] = this_library(arguments, "forward")["minSecondsPerWindow"]
    return results


def this_library(arguments, what):
    command = ["java", "-jar", arguments.seqnet, "bench", what, "--base-width", arguments.base_width]
    command += ["--batch", arguments.batch, "--threads", arguments.threads, "--repeats", arguments.repeats]
    line = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, check=True, text=True).stdout
    return json.loads(line)


def train(arguments):
    import torch
    from torch.nn import functional as F

    n = arguments.batch
    torch.set_num_threads(arguments.threads)
    network = torch_network(arguments.base_width)
    network.every = True
    image = torch.rand(n, 3, SIDE, SIDE).to(memory_format=torch.channels_last)
    target = (torch.rand(n, 1, SIDE, SIDE) > 0.9).float()
    optimizer = torch.optim.Adam(network.parameters(), 1e-3)

    def step():
        loss = sum(F.binary_cross_entropy(output, target) for output in network(image))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    results = {"PyTorch": best(step, arguments.repeats, n)}
    if arguments.seqnet:
        results["this library"] = this_library(arguments, "train")["minSecondsPerCrop"]
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["forward", "train"])
    parser.add_argument("--base-width", type=int, default=32)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seqnet", help="seqnet.jar, to time this library in the same run")
    arguments = parser.parse_args()
    results = forward(arguments) if arguments.what == "forward" else train(arguments)
    for name, seconds in results.items():
        print(f"{name:14} {seconds:.4f} s, ratio to PyTorch {seconds / results['PyTorch']:.2f}")


if __name__ == "__main__":
    main()
