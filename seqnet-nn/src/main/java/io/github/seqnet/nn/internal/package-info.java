/**
 * The bridge to ND4J, shared by inference and training: not part of the API. Operations run on
 * contiguous arrays in C order, channels last, only: the accelerated convolutions give wrong
 * numbers on strided ones without saying so.
 */
package io.github.seqnet.nn.internal;
