// SPDX-License-Identifier: MIT
package io.github.seqnet.cli;

import io.github.seqnet.image.ArteryVeinMap;
import io.github.seqnet.image.ChannelEncoding;
import io.github.seqnet.image.ChannelEncoding.Channel;
import io.github.seqnet.image.LabelEncoding;
import io.github.seqnet.image.RgbImage;

/** An encoding that a jar on the class path provides: veins red and arteries blue. */
public final class ServiceEncoding implements LabelEncoding {
  private static final ChannelEncoding CHANNELS =
      ChannelEncoding.of("swapped", Channel.BLUE, Channel.RED);

  /** For the service loader. */
  public ServiceEncoding() {}

  @Override
  public String id() {
    return "swapped";
  }

  @Override
  public ArteryVeinMap decode(RgbImage image) {
    return CHANNELS.decode(image);
  }
}
