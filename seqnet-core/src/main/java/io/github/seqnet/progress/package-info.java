/** How long-running work reports to its caller and is cancelled by it. */
package io.github.seqnet.progress;
