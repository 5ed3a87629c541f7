// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.weights;

import io.github.seqnet.file.AtomicFile;
import io.github.seqnet.nn.ModelSpecification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Exports models to <a href="https://onnx.ai">ONNX</a> (opset {@value #OPSET}), for onnxruntime and
 * other programs. Every kind of layer is supported, so every model can be exported.
 *
 * <p>The graph has one input, {@code batch x 3 x height x width} in float32, named as the network's
 * input; batch, height and width are free, but height and width must be multiples of {@link
 * io.github.seqnet.nn.architecture.Network#requiredMultiple()}. Its outputs are all outputs of the
 * network, {@code batch x channels x height x width}, with their names. Note the order of the axes:
 * arrays of this library have the channels last.
 *
 * <p>Photographs are not prepared by the graph. The metadata properties of the file say what the
 * caller has to do: {@code seqnet.preprocessing}, {@code seqnet.working_size} in px, and which
 * output and channels hold the maps ({@code seqnet.vessel}, {@code seqnet.artery}, {@code
 * seqnet.vein}).
 *
 * <p>Thread safety: stateless. Cost: about twice the size of the weights in memory.
 */
public final class OnnxFile {
  /** The version of the ONNX operator set. */
  public static final int OPSET = 17;

  /** The file format that came with {@link #OPSET}. */
  private static final int IR_VERSION = 8;

  private OnnxFile() {}

  /**
   * Writes a model.
   *
   * @throws IOException if the file cannot be written; names it and leaves nothing behind
   */
  public static void write(TrainedModel model, Path file) throws IOException {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(file, "file");
    byte[] bytes = encode(model);
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /** The bytes of the file. */
  static byte[] encode(TrainedModel model) {
    ProtobufMessage message =
        new ProtobufMessage()
            .integer(1, IR_VERSION)
            .text(2, "SeqNet for the JVM")
            .text(3, LibraryVersion.read())
            .message(7, OnnxGraph.of(model.network(), model.weights()))
            .message(8, new ProtobufMessage().text(1, "").integer(2, OPSET));
    metadata(model.specification())
        .forEach(
            (key, value) -> message.message(14, new ProtobufMessage().text(1, key).text(2, value)));
    return message.toBytes();
  }

  private static Map<String, String> metadata(ModelSpecification specification) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("seqnet.preprocessing", specification.preprocessing().descriptor().toString());
    metadata.put("seqnet.working_size", String.valueOf(specification.workingSize()));
    metadata.put("seqnet.vessel", specification.vessel().toString());
    specification.artery().ifPresent(map -> metadata.put("seqnet.artery", map.toString()));
    specification.vein().ifPresent(map -> metadata.put("seqnet.vein", map.toString()));
    return metadata;
  }
}
