// SPDX-License-Identifier: MIT
package io.github.seqnet.preprocess;

import io.github.seqnet.Descriptor;
import io.github.seqnet.image.FieldOfView;
import io.github.seqnet.image.RgbImage;
import java.io.Serializable;
import java.util.List;

/**
 * Prepares a photograph for a network: the last step before inference and training, applied at the
 * network's working resolution. A model carries its preprocessing, so that training, validation and
 * prediction prepare photographs alike.
 *
 * <p>A weight file stores the {@linkplain #descriptor() id and parameters}. {@link #of} creates an
 * equal preprocessing from them. It knows {@link #NONE}, {@link #ILLUMINATION_CORRECTION} and every
 * {@link PreprocessingProvider} on the class path.
 *
 * <p>Implementations are immutable, thread-safe and deterministic, and implement {@code equals}; a
 * record does. They return an image of the same size and leave the given one unchanged.
 */
// Safe without default methods: Java then initializes a class without its interfaces.
@SuppressWarnings("ClassInitializationDeadlock")
public interface Preprocessing extends Serializable {
  /** No preprocessing, as in the published programs. */
  Preprocessing NONE = BuiltInPreprocessing.NONE;

  /**
   * Illumination correction with {@link Illumination#even(RgbImage)}. It locates the field of view
   * itself if none is given. A mask given to a pipeline limits the results, not what the network
   * sees.
   */
  Preprocessing ILLUMINATION_CORRECTION = BuiltInPreprocessing.ILLUMINATION_CORRECTION;

  /**
   * The id and the parameters that files store, such as {@code illumination-correction}. The id is
   * unique and stable.
   */
  Descriptor descriptor();

  /**
   * Prepares a photograph.
   *
   * @param image samples in 0..1
   * @return an image of the same size, samples in 0..1
   */
  RgbImage apply(RgbImage image);

  /**
   * Prepares a photograph whose field of view is known. By default, the same as {@link
   * #apply(RgbImage)}.
   *
   * @param image samples in 0..1
   * @param view the field of view, of the size of the image
   * @return an image of the same size, samples in 0..1
   */
  default RgbImage apply(RgbImage image, FieldOfView view) {
    return apply(image);
  }

  /**
   * Returns the preprocessing with a descriptor, as a file stores it.
   *
   * @throws IllegalArgumentException if no built-in or {@linkplain PreprocessingProvider provided}
   *     preprocessing has this id, or it rejects the parameters
   */
  static Preprocessing of(Descriptor descriptor) {
    return PreprocessingRegistry.create(descriptor);
  }

  /**
   * Returns the preprocessing with a text form, such as {@code none} or {@code id:name=value}.
   *
   * @throws IllegalArgumentException as {@link #of}, and if the text is malformed
   */
  static Preprocessing parse(String text) {
    return of(Descriptor.parse(text));
  }

  /** The ids that {@link #of} knows: the built-in ones first, then provided ones by name. */
  static List<String> ids() {
    return PreprocessingRegistry.ids();
  }
}
