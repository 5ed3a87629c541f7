// SPDX-License-Identifier: MIT
package io.github.seqnet.imagej;

import io.github.seqnet.nn.SeqNet;
import io.github.seqnet.nn.VesselModel;
import io.github.seqnet.nn.VesselModelOptions;
import io.github.seqnet.nn.weights.EmbeddedModel;
import io.github.seqnet.pipeline.VesselPredictor;
import java.io.IOException;
import java.nio.file.Path;

/** An open model. */
interface Model extends AutoCloseable {
  /** The predictor. */
  VesselPredictor predictor();

  /** Closes the model, unless it is shared. */
  @Override
  void close();

  /** Opens models by name; tests use their own. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens a model.
     *
     * @param name of an embedded model, or a file
     * @throws IOException if the file cannot be read or holds no model
     */
    Model open(String name) throws IOException;
  }

  /** Opens the default model once per process, and other models on every call. */
  static Model open(String name) throws IOException {
    VesselModel model =
        name.equals(PluginOptions.EMBEDDED)
            ? SeqNet.shared(VesselModelOptions.defaults())
            : VesselModel.of(EmbeddedModel.read(Path.of(name)));
    return new Model() {
      @Override
      public VesselPredictor predictor() {
        return model;
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }
}
