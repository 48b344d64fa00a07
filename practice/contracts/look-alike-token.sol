// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A fraud to practise against: it calls itself USDC and announces transfers of money that nobody has.
contract LookAlikeToken {
    string public constant name = "USD Coin";
    string public constant symbol = "USDC";
    uint8 public constant decimals = 6;

    event Transfer(address indexed from, address indexed to, uint256 value);

    function balanceOf(address) external pure returns (uint256) {
        return type(uint128).max;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        emit Transfer(msg.sender, to, value);
        return true;
    }
}
