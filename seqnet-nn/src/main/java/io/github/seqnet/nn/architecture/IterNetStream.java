// SPDX-License-Identifier: MIT
package io.github.seqnet.nn.architecture;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One IterNet stream (Li et al., "IterNet: Retinal Image Segmentation Utilizing Structural
 * Redundancy in Vessel Networks", WACV 2020, doi:10.1109/WACV45572.2020.9093621): a U-Net of five
 * levels followed by a refinement U-Net that runs several times with one set of weights on its own
 * result. With 0 iterations it is the base U-Net alone.
 *
 * @param firstStage the activation of the first stage, k channels at full size
 * @param intermediate one sigmoid map for each iteration (deep supervision); may be empty
 * @param last the final sigmoid map
 */
public record IterNetStream(Tensor firstStage, List<Tensor> intermediate, Tensor last)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Copies the list. */
  public IterNetStream {
    Objects.requireNonNull(firstStage, "firstStage");
    Objects.requireNonNull(last, "last");
    intermediate = List.copyOf(Objects.requireNonNull(intermediate, "intermediate"));
  }

  /**
   * Adds a stream to a network.
   *
   * @param prefix the prefix of the names of the stream's weights
   * @param x the stream's input
   * @param firstSkip the first of the skips that each iteration fuses; the stream's own first stage
   *     where empty
   * @param config the size; its streams are ignored
   */
  public static IterNetStream add(
      NetworkBuilder builder,
      String prefix,
      Tensor x,
      Optional<Tensor> firstSkip,
      SeqNetConfig config) {
    return new Composer(builder, prefix, config).compose(x, firstSkip);
  }

  private record Composer(NetworkBuilder builder, String prefix, SeqNetConfig config) {
    IterNetStream compose(Tensor x, Optional<Tensor> firstSkip) {
      int k = config.baseWidth();
      List<Tensor> encoder = new ArrayList<>();
      Tensor h = x;
      for (int level = 0; level < 5; level++) {
        h = block("e" + (level + 1), level == 0 ? h : builder.maxPooling(h), k << level);
        encoder.add(h);
      }
      for (int level = 3; level >= 0; level--) {
        h = upBlock("d" + (level + 1), h, encoder.get(level), k << level);
      }
      List<Tensor> skips = new ArrayList<>();
      skips.add(firstSkip.orElse(encoder.get(0)));
      List<Tensor> intermediate = new ArrayList<>();
      for (int t = 0; t < config.iterations(); t++) {
        intermediate.add(head("out_" + t, h));
        skips.add(block("m1", h, k));
        Tensor fused =
            builder.convolution(prefix + "fuse_" + t, builder.concatenation(skips), 1, k);
        Tensor half = block("m2", builder.maxPooling(fused), 2 * k);
        Tensor quarter = block("m3", builder.maxPooling(half), 4 * k);
        h = upBlock("m9", upBlock("m8", quarter, half, 2 * k), fused, k);
      }
      return new IterNetStream(encoder.get(0), intermediate, head("out_final", h));
    }

    /** Two 3 x 3 convolutions, each with ReLU and dropout. */
    private Tensor block(String stage, Tensor x, int filters) {
      Tensor h = x;
      for (int i = 1; i <= 2; i++) {
        h = builder.convolution(prefix + stage + ".conv" + i, h, 3, filters);
        h = builder.dropout(builder.relu(h), config.dropout());
      }
      return h;
    }

    private Tensor upBlock(String stage, Tensor x, Tensor skip, int filters) {
      Tensor up = builder.upConvolution(prefix + stage + ".up", x, filters);
      return block(stage, builder.concatenation(List.of(up, skip)), filters);
    }

    private Tensor head(String name, Tensor x) {
      return builder.sigmoid(builder.convolution(prefix + name, x, 1, 1));
    }
  }
}
