// SPDX-License-Identifier: MIT
package io.github.seqnet.image;

import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The label encoding with one color channel per class. A class is present where its channel is
 * above half of the brightest value of the image, so that soft maps, smoothed edges and dark shades
 * can be read. A pixel of both classes is a crossing; a pixel of the vessel channel alone is an
 * unknown vessel. Immutable; equal by content.
 */
public final class ChannelEncoding implements LabelEncoding, Serializable {
  private static final long serialVersionUID = 1L;

  static final ChannelEncoding RRWNET =
      of("rrwnet", Channel.RED, Channel.GREEN).withVesselChannel(Channel.BLUE);

  /** The largest fraction of artery and vein pixels that may miss from the vessel channel. */
  private static final double MOST_WITHOUT_VESSEL = 0.25;

  /** A color channel. */
  public enum Channel {
    /** The first channel. */
    RED(0),
    /** The second channel. */
    GREEN(1),
    /** The third channel. */
    BLUE(2);

    private final int index;

    Channel(int index) {
      this.index = index;
    }
  }

  private final String id;
  private final Channel artery;
  private final Channel vein;
  private final @Nullable Channel vessel;

  private ChannelEncoding(String id, Channel artery, Channel vein, @Nullable Channel vessel) {
    this.id = Objects.requireNonNull(id, "id");
    this.artery = Objects.requireNonNull(artery, "artery");
    this.vein = Objects.requireNonNull(vein, "vein");
    this.vessel = vessel;
    if (artery == vein || artery == vessel || vein == vessel) {
      throw new IllegalArgumentException(
          "channels must differ, got artery %s, vein %s, vessel %s"
              .formatted(artery, vein, vessel == null ? "none" : vessel));
    }
  }

  /**
   * Creates an encoding without a channel of all vessels.
   *
   * @param id the name of the encoding
   * @param artery the channel of arteries
   * @param vein the channel of veins
   * @throws IllegalArgumentException if both channels are the same
   */
  public static ChannelEncoding of(String id, Channel artery, Channel vein) {
    return new ChannelEncoding(id, artery, vein, null);
  }

  /**
   * This encoding with a channel of all vessels.
   *
   * @throws IllegalArgumentException if the channel is that of arteries or veins
   */
  public ChannelEncoding withVesselChannel(Channel channel) {
    return new ChannelEncoding(id, artery, vein, Objects.requireNonNull(channel, "channel"));
  }

  @Override
  public String id() {
    return id;
  }

  /** The channel of arteries. */
  public Channel artery() {
    return artery;
  }

  /** The channel of veins. */
  public Channel vein() {
    return vein;
  }

  /** The channel of all vessels, if there is one. */
  public Optional<Channel> vessel() {
    return Optional.ofNullable(vessel);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is a vessel channel and more than a quarter of the
   *     artery and vein pixels are not in it
   */
  @Override
  public ArteryVeinMap decode(RgbImage image) {
    float[] rgb = image.toArray();
    float brightest = 0;
    for (float v : rgb) {
      brightest = Math.max(brightest, v);
    }
    float threshold = brightest / 2;
    byte[] codes = new byte[rgb.length / 3];
    long classified = 0;
    long withoutVessel = 0;
    for (int p = 0, i = 0; p < codes.length; p++, i += 3) {
      boolean isArtery = rgb[i + artery.index] > threshold;
      boolean isVein = rgb[i + vein.index] > threshold;
      boolean isVessel = vessel != null && rgb[i + vessel.index] > threshold;
      if (isArtery || isVein) {
        classified++;
        withoutVessel += vessel == null || isVessel ? 0 : 1;
        codes[p] =
            (isArtery && isVein
                    ? VesselLabel.CROSSING
                    : isArtery ? VesselLabel.ARTERY : VesselLabel.VEIN)
                .code();
      } else if (isVessel) {
        codes[p] = VesselLabel.UNKNOWN.code();
      }
    }
    if (withoutVessel > MOST_WITHOUT_VESSEL * classified) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%.0f %% of the artery and vein pixels are not vessels in the %s channel, so the"
                  + " labels are not in the encoding '%s'; read red arteries and blue veins with"
                  + " --encoding colors (LabelEncoding.colors())",
              100.0 * withoutVessel / classified,
              vessel,
              id));
    }
    return ArteryVeinMap.wrap(image.width(), image.height(), codes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChannelEncoding e
        && e.id.equals(id)
        && e.artery == artery
        && e.vein == vein
        && e.vessel == vessel;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, artery, vein, vessel);
  }

  @Override
  public String toString() {
    return "ChannelEncoding[%s, artery %s, vein %s, vessel %s]"
        .formatted(id, artery, vein, vessel == null ? "none" : vessel);
  }
}
