// SPDX-License-Identifier: MIT
package io.github.seqnet.image.io;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a TIFF or BigTIFF file, and of the EXIF blocks that other formats embed.
 *
 * <p>All directories are read once: the chain of pages and the directories that they refer to. An
 * entry whose values do not fit the file, a repeated tag, and directories that overlap are
 * malformed, so that no decoder allocates more than the file holds. The time is linear in the size
 * of the file.
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</a>
 */
final class TiffStructure {
  private static final int SUB_DIRECTORIES = 330;
  private static final int EXIF_DIRECTORY = 34665;
  private static final int GPS_DIRECTORY = 34853;
  private static final int INTEROPERABILITY_DIRECTORY = 40965;

  /** No file of photographs has more pages and parts of pages. */
  private static final int MOST_DIRECTORIES = 10_000;

  private final ByteView file;
  private final boolean big;
  private final List<Page> pages = new ArrayList<>();
  private boolean unknownTypes;
  private boolean lenient;
  private long entries;
  private int directories;

  private TiffStructure(ByteView file, boolean big) {
    this.file = file;
    this.big = big;
  }

  /**
   * Reads all directories.
   *
   * @param content from the byte order mark on
   * @throws EOFException if the file is too short for what a directory says
   * @throws IOException with the reason only, if the file is malformed
   */
  static TiffStructure of(ByteView content) throws IOException {
    ByteView file = content.withLittleEndian(content.matches(0, "II"));
    int version = file.u16(2);
    boolean big = version == 43;
    if (big && (file.u16(4) != 8 || file.u16(6) != 0)) {
      throw malformed("its offsets do not have 8 bytes");
    }
    TiffStructure structure = new TiffStructure(file, big);
    structure.walk(big ? file.i64(8) : file.u32(4));
    return structure;
  }

  /**
   * Reads the first directory alone, for EXIF blocks: a thumbnail's directory or the maker's notes
   * may be damaged without harm. Entries that do not fit the block are left out.
   *
   * @throws IOException with the reason only, if the block is malformed
   */
  static TiffStructure ofFirstDirectory(ByteView content) throws IOException {
    ByteView file = content.withLittleEndian(content.matches(0, "II"));
    TiffStructure structure = new TiffStructure(file, false);
    structure.lenient = true;
    structure.pages.add(structure.directory(file.u32(4)));
    return structure;
  }

  /** The pages in the order of the file; at least one, unless the file says that there is none. */
  List<Page> pages() {
    return pages;
  }

  /** Whether this is a BigTIFF, with 64-bit offsets. */
  boolean isBig() {
    return big;
  }

  /** Whether an entry has a type that TIFF does not define and whose size is therefore unknown. */
  boolean hasUnknownTypes() {
    return unknownTypes;
  }

  private void walk(long first) throws IOException {
    Set<Long> seen = new HashSet<>();
    ArrayDeque<Long> references = new ArrayDeque<>();
    for (long at = first; at != 0; ) {
      if (!seen.add(at)) {
        throw malformed("its directories form a cycle");
      }
      Page page = directory(at);
      pages.add(page);
      page.addReferences(references);
      at = page.next;
    }
    while (!references.isEmpty()) {
      long at = references.remove();
      if (at != 0 && seen.add(at)) {
        directory(at).addReferences(references);
      }
    }
  }

  private Page directory(long at) throws IOException {
    int entrySize = big ? 20 : 12;
    long count = big ? file.i64(at) : file.u16(at);
    long start = at + (big ? 8 : 2);
    if (count < 0 || count > (file.length() - start) / entrySize) {
      throw new EOFException();
    }
    entries += count;
    if (entries > file.length() / entrySize) {
      throw malformed("its directories overlap");
    }
    if (++directories > MOST_DIRECTORIES) {
      throw malformed("it has more than " + MOST_DIRECTORIES + " directories");
    }
    Map<Integer, Entry> byTag = new HashMap<>();
    for (long e = start; e < start + count * entrySize; e += entrySize) {
      int tag = file.u16(e);
      int type = file.u16(e + 2);
      long values = big ? file.i64(e + 4) : file.u32(e + 4);
      int size = size(type);
      if (size == 0) {
        unknownTypes = true;
        continue;
      }
      if (values < 0 || values > file.length() / size) {
        if (lenient) {
          continue;
        }
        throw new EOFException();
      }
      long inline = e + (big ? 12 : 8);
      long offset = inline;
      if (values * size > (big ? 8 : 4)) {
        offset = big ? file.i64(inline) : file.u32(inline);
        if (offset < 0 || offset > file.length() - values * size) {
          if (lenient) {
            continue;
          }
          throw new EOFException();
        }
      }
      if (byTag.put(tag, new Entry(type, (int) values, (int) offset)) != null) {
        throw malformed("the tag " + tag + " is repeated");
      }
    }
    long end = start + count * entrySize;
    // Some writers omit the last offset at the end of the file.
    long next = 0;
    if (end <= file.length() - (big ? 8 : 4)) {
      next = big ? file.i64(end) : file.u32(end);
    }
    return new Page(file, byTag, next);
  }

  private static int size(int type) {
    return switch (type) {
      case 1, 2, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12, 16, 17, 18 -> 8;
      default -> 0;
    };
  }

  static IOException malformed(String why) {
    return new IOException("the TIFF structure is malformed (" + why + ")");
  }

  /** Where the values of a tag are; within the file. */
  private record Entry(int type, int count, int offset) {}

  /** One directory: the tags of a page. */
  static final class Page {
    private final ByteView file;
    private final Map<Integer, Entry> entries;
    private final long next;

    private Page(ByteView file, Map<Integer, Entry> entries, long next) {
      this.file = file;
      this.entries = entries;
      this.next = next;
    }

    private void addReferences(ArrayDeque<Long> references) throws IOException {
      for (int tag :
          new int[] {SUB_DIRECTORIES, EXIF_DIRECTORY, GPS_DIRECTORY, INTEROPERABILITY_DIRECTORY}) {
        Entry entry = entries.get(tag);
        if (entry != null && isInteger(entry.type)) {
          if (entry.count > MOST_DIRECTORIES) {
            throw malformed("it refers to more than " + MOST_DIRECTORIES + " directories");
          }
          for (long offset : integers(tag)) {
            references.add(offset);
          }
        }
      }
    }

    boolean has(int tag) {
      return entries.containsKey(tag);
    }

    private static boolean isInteger(int type) {
      return type == 1 || type == 3 || type == 4 || type == 13 || type == 16 || type == 18;
    }

    /**
     * The values of a tag, none if it is missing.
     *
     * @throws IOException if they are not unsigned integers
     */
    long[] integers(int tag) throws IOException {
      Entry entry = entries.get(tag);
      if (entry == null) {
        return new long[0];
      }
      if (!isInteger(entry.type)) {
        throw malformed("the tag " + tag + " does not hold unsigned integers");
      }
      long[] values = new long[entry.count];
      int size = size(entry.type);
      for (int i = 0; i < values.length; i++) {
        long at = entry.offset + (long) i * size;
        values[i] =
            switch (size) {
              case 1 -> file.u8(at);
              case 2 -> file.u16(at);
              case 4 -> file.u32(at);
              default -> file.i64(at);
            };
      }
      return values;
    }

    /** The first value of a tag, or another one if the tag is missing or empty. */
    long integer(int tag, long otherwise) throws IOException {
      long[] values = entries.containsKey(tag) ? integers(tag) : new long[0];
      return values.length == 0 ? otherwise : values[0];
    }

    /** The quotients of a tag of rationals, none if it is missing or has another type. */
    double[] rationals(int tag) throws IOException {
      Entry entry = entries.get(tag);
      if (entry == null || entry.type != 5) {
        return new double[0];
      }
      double[] values = new double[entry.count];
      for (int i = 0; i < values.length; i++) {
        long at = entry.offset + 8L * i;
        values[i] = (double) file.u32(at) / file.u32(at + 4);
      }
      return values;
    }

    /** The bytes of a tag, or null if it is missing. */
    byte @Nullable [] bytes(int tag) throws IOException {
      Entry entry = entries.get(tag);
      return entry == null
          ? null
          : file.part(entry.offset, (long) entry.count * size(entry.type)).toArray();
    }

    /** The text of a tag; empty if it is missing or not text. */
    String text(int tag) throws IOException {
      Entry entry = entries.get(tag);
      if (entry == null || entry.type != 2) {
        return "";
      }
      String text = file.text(entry.offset, entry.count);
      int end = text.indexOf('\0');
      return (end < 0 ? text : text.substring(0, end)).strip();
    }
  }
}
