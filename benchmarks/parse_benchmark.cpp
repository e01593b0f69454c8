/// @file
