package io.github.seqnet.image.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** The content of a file, on a disk or in memory, that is read several times from its beginning. */
interface ImageSource {
  /** A stream that the caller closes. */
  InputStream open() throws IOException;

  /** A stream for ImageIO that knows its length; the caller closes it. */
  ImageInputStream openImage() throws IOException;

  /** Everything; the caller does not change it. */
  byte[] bytes() throws IOException;

  /** A file, which may lie in an archive, where the JDK's stream over files cannot read it. */
  static ImageSource of(Path file) {
    return new ImageSource() {
      @Override
      public InputStream open() throws IOException {
        if (Files.isDirectory(file)) {
          throw new IOException("it is a folder");
        }
        return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      }

      @Override
      public ImageInputStream openImage() throws IOException {
        return file.getFileSystem().equals(FileSystems.getDefault())
            ? new FileImageInputStream(file.toFile())
            : new ArrayImageInputStream(Files.readAllBytes(file));
      }

      @Override
      public byte[] bytes() throws IOException {
        return Files.readAllBytes(file);
      }
    };
  }

  /** Takes the array itself. */
  static ImageSource of(byte[] content) {
    return new ImageSource() {
      @Override
      public InputStream open() {
        return new ByteArrayInputStream(content);
      }

      @Override
      public ImageInputStream openImage() {
        return new ArrayImageInputStream(content);
      }

      @Override
      public byte[] bytes() {
        return content;
      }
    };
  }
}
